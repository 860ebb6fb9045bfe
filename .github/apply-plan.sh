#!/usr/bin/env bash
# Applies exactly the plan that plan-stack.sh saved in a stack's folder. A rollback of CodePipeline brings the folder of an earlier
# release: its plan is stale, so the same JSON with the same image tag is planned again, and applied if the guard accepts that.
#
#   PIPELINE=pipeline-http-scale-out-dev EXECUTION=<id> bash .github/apply-plan.sh <stack> <saved folder>
set -euo pipefail
stack=$1
saved=$2
folder="cdktf.out/stacks/$stack"
mkdir -p "$folder"
cp -R "$saved/." "$folder"

type=$(aws codepipeline get-pipeline-execution --pipeline-name "$PIPELINE" --pipeline-execution-id "$EXECUTION" \
  --query pipelineExecution.executionType --output text)
if [ "$type" = ROLLBACK ]; then
  bash .github/plan-stack.sh "$stack" -lock-timeout=60m
else
  terraform -chdir="$folder" init -input=false -no-color -lockfile=readonly
fi
terraform -chdir="$folder" apply -input=false -no-color -lock-timeout=60m plan
