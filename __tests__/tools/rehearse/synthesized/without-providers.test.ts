import { StackJson } from "../../../../tools/synthesized/stack-json";
import { withoutProviders } from "../../../../tools/rehearse/synthesized/without-resources";

const stack = new StackJson({
  terraform: {
    required_providers: {
      aws: { source: "hashicorp/aws" },
      docker: { source: "kreuzwerker/docker" },
    },
  },
  provider: { aws: [{}], docker: [{}] },
  resource: { aws_ecr_repository: { web: {} }, docker_image: { web: {}, worker: {} } },
  data: { aws_ecr_authorization_token: { token: {} }, docker_registry_image: { former: {} } },
});

test("names everything of a missing provider, with the reason", () => {
  const { leftOut } = withoutProviders(stack, new Map([["docker", "no network"]]));
  expect(leftOut).toEqual([
    { address: "docker_image.web", reason: "no network" },
    { address: "docker_image.worker", reason: "no network" },
    { address: "data.docker_registry_image.former", reason: "no network" },
  ]);
});

test("keeps everything of the other providers", () => {
  const { json } = withoutProviders(stack, new Map([["docker", "no network"]]));
  expect(json.json).toEqual({
    terraform: { required_providers: { aws: { source: "hashicorp/aws" } } },
    provider: { aws: [{}] },
    resource: { aws_ecr_repository: { web: {} } },
    data: { aws_ecr_authorization_token: { token: {} } },
  });
});

test("leaves a stack alone whose providers are all there", () => {
  expect(withoutProviders(stack, new Map())).toEqual({ json: stack, leftOut: [] });
});
