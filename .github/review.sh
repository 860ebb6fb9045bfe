#!/usr/bin/env bash
# Writes what a change does to an environment, as Markdown for a comment on a pull request: plans, costs, scaling.
# Exits with 1 if a plan fails, the guard rejects one, or the assertion does not hold but did at the base revision.
#
#   TF_VAR_image_tag=1.0.0 bash .github/review.sh <environment> "<system> ..." <base revision> <assertion> [load] > review.md
set -euo pipefail
environment=$1
read -ra systems <<<"$2"
base=$3
assertion=$4
load=${5:-reference}
failed=0
output=$(mktemp)
trap 'rm -f "$output"' EXIT

# Runs a command, and shows its output folded. A comment has room for 65,536 characters.
fold() {
  local title=$1 mark="✅"
  shift
  "$@" >"$output" 2>&1 || { mark="❌"; failed=1; }
  printf '<details><summary>%s %s</summary>\n\n````text\n' "$mark" "$title"
  if [ "$(wc -c <"$output")" -gt 9000 ]; then
    head -c 3000 "$output"
    printf '\n... (shortened; the log of the job has all of it) ...\n'
    tail -c 6000 "$output"
  else
    cat "$output"
  fi
  printf '\n````\n\n</details>\n'
  cat "$output" >&2
}

printf '## %s\n\n' "$environment"
for system in "${systems[@]}"; do
  for folder in cdktf.out/stacks/"$system"-*-"$environment" cdktf.out/stacks/"$system-$environment"; do
    stack=$(basename "$folder")
    if [ -d "$folder" ]; then fold "Plan of \`$stack\`" bash .github/plan-stack.sh "$stack" -lock=false; fi
  done
  if [ ! -d "cdktf.out/stacks/$system-$environment" ]; then
    printf '%s runs no %s.\n\n' "$environment" "$system"
  else
    fold "Scaling of \`$system\` under \`$load\`: \`$assertion\`" npm run --silent simulate -- "$system" "$environment" \
      --load "$load" --assert "$assertion" --baseline "$base"
  fi
done
fold "Cost, compared with \`$base\`" npm run --silent cost -- "$environment" --compare "$base"
exit "$failed"
