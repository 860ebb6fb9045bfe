import { nextSteps } from "../../../tools/start/next-steps";
import { StackJson } from "../../../tools/synthesized/stack-json";
import { Synthesis } from "../../../tools/synthesized/synthesis";
import { stackNamed } from "../synthesized/stack-fixture";

const synthesisOf = (...names: readonly (readonly [stack: string, environment: string])[]) =>
  new Synthesis(
    names.map(([name, environment]) => ({
      ...stackNamed(name),
      json: new StackJson({
        provider: { aws: [{ default_tags: [{ tags: { Environment: environment } }] }] },
      }),
    })),
  );

it("leads from the bucket of the state to the deployment, images first", () => {
  const text = nextSteps(
    synthesisOf(
      ["http-scale-out-dev", "dev"],
      ["http-scale-out-images-dev", "dev"],
      ["state-dev", "dev"],
      ["http-scale-out-prod", "prod"],
    ),
  ).join("\n");
  expect(text).toContain("environments/dev.ts");
  expect(text).toContain("npm run bootstrap -- dev");
  expect(text).toContain(
    "npm run cdktf -- deploy http-scale-out-images-dev http-scale-out-dev --var",
  );
  expect(text).not.toContain("prod");
});

it("speaks of no bucket where state lives elsewhere, and of another environment where there is no dev", () => {
  const text = nextSteps(synthesisOf(["http-scale-out-prod", "prod"])).join("\n");
  expect(text).not.toMatch(/state|bucket/);
  expect(text).toContain("npm run cdktf -- deploy http-scale-out-prod --var image_tag=1.0.0");
});

it("begins with the system of the first deployment, of several", () => {
  const text = nextSteps(
    synthesisOf(
      ["daemon-api-dev", "dev"],
      ["http-scale-out-dev", "dev"],
      ["http-scale-out-images-dev", "dev"],
    ),
  ).join("\n");
  expect(text).toContain(
    "npm run cdktf -- deploy http-scale-out-images-dev http-scale-out-dev --var",
  );
  expect(text).not.toContain("daemon-api");
});

it("[2026-11 A11] begins with a run on this machine, and says how long things take", () => {
  const steps = nextSteps(synthesisOf(["http-scale-out-dev", "dev"], ["daemon-api-dev", "dev"]));
  expect(steps[1]).toMatch(/1\. Run a system on this machine.*seconds/);
  expect(steps[2]?.trim()).toBe("npm run local -- http-scale-out");
  expect(steps.join("\n")).toMatch(/Check them \(2 minutes[^]*npm test -- lint unit/);
});

it("[2026-11 A11] runs the one system that there is, in the environment that there is", () => {
  const steps = nextSteps(synthesisOf(["shop-prod", "prod"]));
  expect(steps[2]?.trim()).toBe("npm run local -- shop prod");
});
