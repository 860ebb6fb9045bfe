#!/usr/bin/env bash
# Builds and pushes the images of systems with a tag, as their images stacks do, but without a state. Skips a tag that exists.
#
#   bash .github/push-images.sh <environment> "<system> ..." <tag>
set -euo pipefail
environment=$1
read -ra systems <<<"$2"
tag=$3

# Prints the builds of a stack, one JSON object a line.
builds_of() {
  jq -c '.resource as $resource | $resource.docker_image // {} | .[]
    | (.name | capture("aws_ecr_repository\\.(?<id>[^.]+)\\.repository_url").id) as $id
    | .build + { repository: $resource.aws_ecr_repository[$id].name }' "$1/cdk.tf.json"
}

push() {
  local folder=$1 build=$2 repository address context options
  repository=$(jq -r .repository <<<"$build")
  if aws ecr describe-images --repository-name "$repository" --image-ids "imageTag=$tag" >/dev/null 2>&1; then
    echo "$repository:$tag has been pushed before"
    return
  fi
  address=$(aws ecr describe-repositories --repository-names "$repository" --query 'repositories[0].repositoryUri' --output text)
  aws ecr get-login-password | docker login --username AWS --password-stdin "${address%%/*}"
  # shellcheck disable=SC2016 # an expression of Terraform
  context="$folder$(jq -r '.context | ltrimstr("${path.module}")' <<<"$build")"
  mapfile -t options < <(jq -r '"--platform", .platform,
    (.target // empty | "--target", .),
    (.build_args // {} | to_entries[] | "--build-arg", "\(.key)=\(.value)")' <<<"$build")
  docker build --file "$context/$(jq -r .dockerfile <<<"$build")" "${options[@]}" --tag "$address:$tag" "$context"
  docker push "$address:$tag"
}

for system in "${systems[@]}"; do
  folder="cdktf.out/stacks/$system-images-$environment"
  builds=$([ ! -f "$folder/cdk.tf.json" ] || builds_of "$folder")
  if [ -z "$builds" ]; then
    echo "$system builds no image in $environment: its images with the tag $tag must be there"
    continue
  fi
  while read -r build; do push "$folder" "$build" </dev/null; done <<<"$builds"
done
