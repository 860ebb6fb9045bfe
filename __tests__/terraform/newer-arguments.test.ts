import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EnvironmentSettings } from "../../settings/environment";
import { dev } from "../fixtures/environments/dev";
import { NO_ENDPOINT, Workplace } from "../../tools/rehearse/life/workplace";
import {
  NEWER_ARGUMENTS,
  NEWER_FORMS,
} from "../../tools/rehearse/synthesized/without-inapplicable";
import type { Synthesis } from "../../tools/synthesized/synthesis";
import type { Terraform } from "../../tools/rehearse/terraform/terraform";
import { synthesizeInto } from "./synthesize-into";

type Deployment = NonNullable<
  NonNullable<EnvironmentSettings["systems"]["http-scale-out"]>["deployment"]
>;

const outdir = mkdtempSync(join(tmpdir(), "newer-arguments-"));
const workplace = Workplace.create();
const terraformIn = (folder: string): Terraform => workplace.terraform(folder, NO_ENDPOINT);
let synthesis: Synthesis;

beforeAll(() => {
  const deployment: Deployment = {
    kind: "blue-green-by-ecs",
    lifecycleHooks: [
      {
        functionArn: "arn:aws:lambda:us-east-2:111122223333:function:smoke-test",
        stages: ["POST_SCALE_UP"],
      },
    ],
  };
  synthesis = synthesizeInto(join(outdir, "cdktf.out"), {
    dev: {
      ...dev,
      awsProviderVersion: "~> 6.25",
      systems: {
        "talk-service": { services: { talk: { priority: 1, deployment } } },
        "http-scale-out": { deployment },
        "rest-api": {
          ...dev.systems["rest-api"],
          services: { student: { priority: 1, deployment } },
        },
        "http-api": {
          ...dev.systems["http-api"],
          services: { food: { deployment } },
          api: { integration: "load-balancer" },
        },
      },
    },
  });
});

afterAll(() => {
  workplace.remove();
  rmSync(outdir, { recursive: true });
});

for (const { type, path, since } of NEWER_ARGUMENTS) {
  // Named in the summary of the tests as what they could not apply.
  test.skip(`applies ${type}.${path.join(".")}: it needs AWS provider ${since}, and is tested on the JSON`, () =>
    undefined);
}

for (const { type, what, since } of NEWER_FORMS) {
  test.skip(`applies ${type} of ${what}: it needs AWS provider ${since}, and is tested on the JSON`, () =>
    undefined);
}

test("a service's forecast is named as what this provider cannot do, and the group's is valid", async () => {
  const forecasting = synthesizeInto(join(outdir, "forecasts"), {
    dev: {
      ...dev,
      awsProviderVersion: "~> 6.25",
      systems: {
        "http-scale-out": {
          serviceScaling: { strategies: [{ kind: "cpu-target" }, { kind: "predictive" }] },
          clusterScaling: {
            kind: "cpu-target",
            predictive: { mode: "forecast-and-scale", maxCapacityBufferPercent: 10 },
          },
        },
      },
    },
  });
  const { copy, leftOut } = await workplace.copyOf(forecasting.stack("http-scale-out-dev"));
  expect(leftOut).toEqual([
    {
      address: expect.stringMatching(/^aws_appautoscaling_policy\..*predictive/),
      reason: `AWS provider ${workplace.awsProvider} does not support it, 6.13.0 does`,
    },
  ]);
  const terraform = terraformIn(copy.folder);
  await terraform.init("-backend=false");
  await terraform.validate();
});

test.each([
  ["talk-service", "talk-service"],
  ["http-scale-out", "service"],
  ["rest-api", "student-service"],
  ["http-api", "food-service"],
])(
  "blue/green by ECS of %s is named as what this provider cannot do, and the rest of the stack is valid",
  async (system, service) => {
    const stack = synthesis.stack(`${system}-dev`);
    const { copy, leftOut } = await workplace.copyOf(stack);
    expect(leftOut.map(({ address }) => address)).toEqual([
      `aws_ecs_service.${service}.deployment_configuration`,
      `aws_ecs_service.${service}.load_balancer.advanced_configuration`,
    ]);
    for (const { reason } of leftOut)
      expect(reason).toBe(`AWS provider ${workplace.awsProvider} does not support it, 6.25.0 does`);
    const terraform = terraformIn(copy.folder);
    await terraform.init("-backend=false");
    await terraform.validate();

    copy.replaceStack(stack.json);
    await expect(terraform.validate()).rejects.toThrow(
      /deployment_configuration|advanced_configuration/,
    );
  },
);
