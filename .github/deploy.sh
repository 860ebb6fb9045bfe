#!/usr/bin/env bash
# Plans, guards and applies the stacks of systems in an environment: what a system needs before it, then the system.
#
#   TF_VAR_image_tag=1.0.0 bash .github/deploy.sh <environment> "<system> ..."
set -euo pipefail
environment=$1
read -ra systems <<<"$2"
for system in "${systems[@]}"; do
  if [ ! -d "cdktf.out/stacks/$system-$environment" ]; then
    echo "SYSTEMS must name systems of $environment, got \"$system\". Enable it in environments/$environment.ts, or change the variable." >&2
    exit 1
  fi
  for folder in cdktf.out/stacks/"$system"-*-"$environment" cdktf.out/stacks/"$system-$environment"; do
    [ -d "$folder" ] || continue
    bash .github/plan-stack.sh "$(basename "$folder")"
    terraform -chdir="$folder" apply -input=false -no-color plan
  done
done
