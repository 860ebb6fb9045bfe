import { rmSync } from "node:fs";
import { DeliveryScripts } from "./delivery-scripts";

const scripts = new DeliveryScripts();
const image = (id: string, build: object) => ({
  name: `\${aws_ecr_repository.${id}.repository_url}:\${var.image_tag}`,
  build: {
    context: `\${path.module}/assets/${id}`,
    dockerfile: "Dockerfile",
    platform: "linux/amd64",
    ...build,
  },
});
scripts.stack("shop-images-dev", {
  resource: {
    aws_ecr_repository: { web: { name: "shop-web-qa" }, api: { name: "shop-api-qa" } },
    docker_image: {
      one: image("web", {}),
      two: image("api", {
        dockerfile: "api/Dockerfile",
        platform: "linux/arm64",
        target: "release",
        build_args: { GREETING: "good day", LEVEL: "1" },
      }),
    },
  },
});
scripts.stack("bought-images-dev", { resource: { aws_ecr_repository: {} } });
scripts.standIn("docker", 'case "$1" in login) cat ;; esac');

afterAll(() => {
  rmSync(scripts.folder, { recursive: true });
});

/** @param pushed repositories that have the tag */
const push = (systems: string, pushed: readonly string[] = []) => {
  scripts.standIn(
    "aws",
    `case "$*" in
      *describe-images*) case "$*" in ${[...pushed, "none"].map((name) => `*${name}*`).join("|")}) ;; *) exit 1 ;; esac ;;
      *describe-repositories*) echo "123456789012.dkr.ecr.us-east-2.amazonaws.com/$4" ;;
      *) echo secret ;;
    esac`,
  );
  const { exitCode, stdout, calls } = scripts.run("push-images.sh", ["dev", systems, "sha-1"]);
  return { exitCode, stdout, docker: calls.filter((call) => call.startsWith("docker ")) };
};

const REGISTRY = "123456789012.dkr.ecr.us-east-2.amazonaws.com";
const LOGIN = `docker login --username AWS --password-stdin ${REGISTRY}`;
const ASSETS = "cdktf.out/stacks/shop-images-dev/assets";

test("builds and pushes each image as its stack would", () => {
  const { exitCode, docker } = push("shop");
  expect(exitCode).toBe(0);
  expect(docker).toEqual([
    LOGIN,
    `docker build --file ${ASSETS}/web/Dockerfile --platform linux/amd64 --tag ${REGISTRY}/shop-web-qa:sha-1 ${ASSETS}/web`,
    `docker push ${REGISTRY}/shop-web-qa:sha-1`,
    LOGIN,
    `docker build --file ${ASSETS}/api/api/Dockerfile --platform linux/arm64 --target release --build-arg GREETING=good day --build-arg LEVEL=1 --tag ${REGISTRY}/shop-api-qa:sha-1 ${ASSETS}/api`,
    `docker push ${REGISTRY}/shop-api-qa:sha-1`,
  ]);
});

test("skips a tag that is there, because tags are immutable", () => {
  const { docker } = push("shop", ["shop-web-qa"]);
  expect(docker.filter((call) => call.startsWith("docker push"))).toEqual([
    `docker push ${REGISTRY}/shop-api-qa:sha-1`,
  ]);
});

test("says which system builds nothing", () => {
  const { exitCode, stdout, docker } = push("bought absent");
  expect([exitCode, docker]).toEqual([0, []]);
  expect(stdout).toMatch(/bought builds no image in dev: .* sha-1 must be there\nabsent builds no/);
});
