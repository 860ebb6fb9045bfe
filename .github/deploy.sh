#!/usr/bin/env bash
# Plans, guards and applies the stacks of systems in an environment: what a system needs before it, then the system. Between the
# two, fails if ECR's scan finds more in an image than SCAN_LIMITS allows: options of "npm run gate -- scan", or "off".
#
#   TF_VAR_image_tag=1.0.0 bash .github/deploy.sh <environment> "<system> ..."
set -euo pipefail
environment=$1
read -ra systems <<<"$2"
scan_limits=${SCAN_LIMITS:---max-critical 0}

# Waits for the scans of the images whose repositories a stack has.
scan() {
  local names repositories options
  names=$(jq -r '.resource.aws_ecr_repository // {} | .[].name' "$1/cdk.tf.json")
  if [ "$scan_limits" = off ] || [ -z "$names" ]; then return; fi
  mapfile -t repositories <<<"$names"
  read -ra options <<<"$scan_limits"
  npm run --silent gate -- scan "${repositories[@]/%/:${TF_VAR_image_tag:?must be the tag of the release}}" "${options[@]}"
}

for system in "${systems[@]}"; do
  if [ ! -d "cdktf.out/stacks/$system-$environment" ]; then
    echo "SYSTEMS must name systems of $environment, got \"$system\". Enable it in environments/$environment.ts, or change the variable." >&2
    exit 1
  fi
  for folder in cdktf.out/stacks/"$system"-*-"$environment" cdktf.out/stacks/"$system-$environment"; do
    [ -d "$folder" ] || continue
    bash .github/plan-stack.sh "$(basename "$folder")"
    terraform -chdir="$folder" apply -input=false -no-color plan
    scan "$folder"
  done
done
