#!/usr/bin/env bash
# Writes files as one note on a merge request of GitLab, in place of the former note of the same title. GITLAB_TOKEN is a project
# access token; the other variables are those of a job.
#
#   bash .github/merge-request-note.sh <title> <file.md> ...
set -euo pipefail
title=$1
shift
marker="<!-- $title of http-scale-out -->"
body=$marker
for file in "$@"; do
  text="Failed before it wrote ${file%.md}: see the [pipeline]($CI_PIPELINE_URL)."
  if [ -s "$file" ]; then text=$(cat "$file"); fi
  body+=$'\n\n'$text
done

# Keeps the token out of the list of processes.
call() {
  curl --silent --show-error --fail --config <(printf 'header = "PRIVATE-TOKEN: %s"' "$GITLAB_TOKEN") \
    --header "Content-Type: application/json" "$@"
}

notes="$CI_API_V4_URL/projects/$CI_PROJECT_ID/merge_requests/$CI_MERGE_REQUEST_IID/notes"
former=""
page=1
while [ -z "$former" ]; do
  listed=$(call "$notes?sort=asc&per_page=100&page=$page")
  former=$(jq -r --arg marker "$marker" 'map(select(.body | startswith($marker))) | .[0].id // empty' <<<"$listed")
  if [ "$(jq length <<<"$listed")" -lt 100 ]; then break; fi
  page=$((page + 1))
done
if [ -n "$former" ]; then
  jq -n --arg body "$body" '{ $body }' | call --request PUT --data-binary @- "$notes/$former" >/dev/null
else
  jq -n --arg body "$body" '{ $body }' | call --request POST --data-binary @- "$notes" >/dev/null
fi
