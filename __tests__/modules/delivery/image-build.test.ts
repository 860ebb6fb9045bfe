import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import {
  ImageBuild,
  type ImageBuildProps,
  ImageRegistry,
} from "../../../modules/delivery/image-build";
import { ImageRepository } from "../../../modules/delivery/image-repository";
import { synth, TerraformJson } from "../../support/synth";

let sources: string;
beforeAll(() => {
  sources = mkdtempSync(join(tmpdir(), "image-build-"));
  writeFileSync(join(sources, "Dockerfile"), "FROM scratch\n");
});
afterAll(() => {
  rmSync(sources, { recursive: true });
});

function build(stack: TerraformStack, props: Partial<ImageBuildProps> = {}): void {
  new ImageBuild(stack, "build", {
    registry: new ImageRegistry(stack, "registry"),
    repository: new ImageRepository(stack, "shop", { name: "shop" }),
    imageTag: "1.0.0",
    context: sources,
    ...props,
  });
}

const synthBuild = (props: Partial<ImageBuildProps> = {}): TerraformJson =>
  synth((stack) => {
    build(stack, props);
  });

test("logs in to the account's registry by a token, with no password of its own", () => {
  const [{ registry_auth }] = synthBuild().json.provider.docker;
  for (const value of Object.values(registry_auth[0] as Record<string, string>)) {
    expect(value).toMatch(/^\$\{data\.aws_ecr_authorization_token\./);
  }
});

test.each([
  ["x86_64", "linux/amd64"],
  ["arm64", "linux/arm64"],
] as const)("builds for %s", (architecture, platform) => {
  expect(synthBuild({ architecture }).resource("docker_image").build).toMatchObject({
    builder: "default",
    platform,
    dockerfile: "Dockerfile",
  });
});

test("builds and pushes anew when the sources change, and only then", () => {
  const triggersOf = (type: string) => synthBuild().resource(type).triggers as object;
  const former = triggersOf("docker_image");
  expect(triggersOf("docker_image")).toEqual(former);
  expect(triggersOf("docker_registry_image")).toEqual(former);
  writeFileSync(join(sources, "main.js"), "1");
  expect(triggersOf("docker_image")).not.toEqual(former);
  expect(triggersOf("docker_registry_image")).not.toEqual(former);
});

test("pushes the image it built under the tag of the deployment, and leaves former tags there", () => {
  const json = synthBuild();
  expect(json.resource("docker_image").name).toBe(
    "${aws_ecr_repository.shop.repository_url}:1.0.0",
  );
  const push = json.resource("docker_registry_image");
  expect(json.referenced(push.name as string)).toBe(json.resource("docker_image"));
  expect(push.keep_remotely).toBe(true);
});

test("takes its sources from a copy within the stack's folder, and names no place of this machine", () => {
  const outdir = mkdtempSync(join(tmpdir(), "image-build-out-"));
  try {
    const app = new App({ outdir });
    const stack = new TerraformStack(app, "images");
    new AwsProvider(stack, "aws", { region: "eu-west-1" });
    build(stack);
    app.synth();
    const folder = join(outdir, "stacks", "images");
    const text = readFileSync(join(folder, "cdk.tf.json"), "utf8");
    const { context } = new TerraformJson(JSON.parse(text)).resource("docker_image").build as {
      context: string;
    };
    expect(context).toMatch(/^\$\{path\.module\}\/assets\//);
    const copy = context.replace("${path.module}", folder);
    expect(readFileSync(join(copy, "Dockerfile"), "utf8")).toBe("FROM scratch\n");
    expect(text).not.toContain(sources);
  } finally {
    rmSync(outdir, { recursive: true });
  }
});

test("refuses a folder without a Dockerfile", () => {
  expect(() => synthBuild({ dockerfile: "Missing" })).toThrow("`dockerfile` must be a file in");
  expect(() => synthBuild({ context: join(sources, "missing") })).toThrow(
    "`context` must be an existing folder",
  );
});
