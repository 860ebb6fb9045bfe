#!/usr/bin/env bash
# Deploys or removes the previews of a pull request, one for each system. Writes their URLs as Markdown for a comment.
#
#   IMAGE_TAG=pr-123 bash .github/preview.sh up <environment> "<system> ..." pr-123 > preview.md
#   bash .github/preview.sh down <environment> "<system> ..." pr-123
set -euo pipefail
action=$1
environment=$2
read -ra systems <<<"$3"
name=$4
failed=0
for system in "${systems[@]}"; do
  if [ "$action" = down ]; then
    npm run --silent preview -- down "$system" "$environment" --name "$name" --yes >&2 || failed=1
  elif json=$(npm run --silent preview -- up "$system" "$environment" --name "$name" \
    --image-tag "$IMAGE_TAG" --update --yes --json); then
    jq -r '"- `\(.system)`: \(.url) until \(.expiresOn), about \(.monthlyCostUsd * 100 | round / 100) USD a month"' <<<"$json"
  else
    failed=1
    # shellcheck disable=SC2016 # Markdown, not an expression
    printf -- '- `%s`: not deployed, see the log of the job\n' "$system"
  fi
done
exit "$failed"
