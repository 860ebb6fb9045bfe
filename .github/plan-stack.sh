#!/usr/bin/env bash
# Plans a stack into the file "plan" of its folder, and fails if the guard rejects the plan.
#
#   TF_VAR_image_tag=1.0.0 bash .github/plan-stack.sh http-scale-out-dev [options of terraform plan]
set -euo pipefail
folder="cdktf.out/stacks/$1"
shift
json=$(mktemp)
# A plan may contain secrets.
trap 'rm -f "$json"' EXIT

terraform -chdir="$folder" init -input=false -no-color >"$json" 2>&1 || { cat "$json"; exit 1; }
terraform -chdir="$folder" plan -input=false -no-color -out=plan "$@"
terraform -chdir="$folder" show -json plan >"$json"
npm run --silent guard -- "$json"
