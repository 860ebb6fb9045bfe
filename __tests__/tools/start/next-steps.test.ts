import { nextSteps } from "../../../tools/start/next-steps";

const stack = (name: string, environment: string) => ({
  name,
  environment,
  resources: 1,
  warnings: 0,
  file: "",
});

it("leads from the bucket of the state to the deployment, images first", () => {
  const text = nextSteps([
    stack("http-scale-out-dev", "dev"),
    stack("http-scale-out-images-dev", "dev"),
    stack("state-dev", "dev"),
    stack("http-scale-out-prod", "prod"),
  ]).join("\n");
  expect(text).toContain("environments/dev.ts");
  expect(text).toContain("npm run bootstrap -- dev");
  expect(text).toContain("npx cdktf deploy http-scale-out-images-dev http-scale-out-dev --var");
  expect(text).not.toContain("prod");
});

it("speaks of no bucket where state lives elsewhere, and of another environment where there is no dev", () => {
  const text = nextSteps([stack("http-scale-out-prod", "prod")]).join("\n");
  expect(text).not.toMatch(/state|bucket/);
  expect(text).toContain("npx cdktf deploy http-scale-out-prod --var image_tag=1.0.0");
});

it("begins with the system of the first deployment, of several", () => {
  const text = nextSteps([
    stack("daemon-api-dev", "dev"),
    stack("http-scale-out-dev", "dev"),
    stack("http-scale-out-images-dev", "dev"),
  ]).join("\n");
  expect(text).toContain("npx cdktf deploy http-scale-out-images-dev http-scale-out-dev --var");
  expect(text).not.toContain("daemon-api");
});
