import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EnvironmentSettings } from "../../settings/environment";
import { dev } from "../fixtures/environments/dev";
import { NO_ENDPOINT, Workplace } from "../../tools/rehearse/life/workplace";
import type { Synthesis } from "../../tools/synthesized/synthesis";
import { synthesizeInto } from "./synthesize-into";

/* Capacity that no shipped environment has: what the provider at hand knows of it is valid. */

type Systems = EnvironmentSettings["systems"];

const outdir = mkdtempSync(join(tmpdir(), "capacity-"));
const workplace = Workplace.create();

afterAll(() => {
  workplace.remove();
  rmSync(outdir, { recursive: true });
});

function synthesisOf(name: string, systems: Systems): Synthesis {
  return synthesizeInto(join(outdir, name), {
    dev: {
      ...dev,
      network: { kind: "own", zoneCount: 2, nat: "single" },
      awsProviderVersion: "~> 6.28",
      systems,
    },
  });
}

const capacity = {
  kind: "managed-instances" as const,
  maxVcpus: 8,
  allowedInstanceTypes: ["m7i*"],
  spot: true,
  scaleInAfterSeconds: 300,
};

const managed = {
  "http-scale-out": {
    capacity,
    volumes: { disk: { kind: "ebs", sizeGiB: 20 } },
    container: { mounts: { "/data": { volume: "disk" } } },
  },
  "talk-service": { capacity },
  "rest-api": { ...dev.systems["rest-api"], capacity },
  "http-api": { ...dev.systems["http-api"], capacity },
  worker: { capacity },
} satisfies Systems;

describe("of ECS Managed Instances", () => {
  let synthesis: Synthesis;

  beforeAll(() => {
    synthesis = synthesisOf("managed", managed);
  });

  test.each(Object.keys(managed))(
    "%s is named as what this provider cannot do, and the rest of the stack is valid",
    async (system) => {
      const stack = synthesis.stack(`${system}-dev`);
      const { copy, leftOut } = await workplace.copyOf(stack);
      const lacking = leftOut.filter(({ reason }) =>
        reason.startsWith(`AWS provider ${workplace.awsProvider} does not support it`),
      );
      const types = lacking.map(({ address }) => address.split(".")[0]);
      expect([...new Set(types)].sort()).toEqual([
        "aws_ecs_capacity_provider",
        "aws_ecs_task_definition",
      ]);
      for (const { address, reason } of leftOut)
        expect(`${address}: ${reason}`).toMatch(/does not support it|: it needs aws_/);
      const terraform = workplace.terraform(copy.folder, NO_ENDPOINT);
      await terraform.init("-backend=false");
      await terraform.validate();

      copy.replaceStack(stack.json);
      await expect(terraform.validate()).rejects.toThrow(/managed_instances_provider/);
    },
  );
});

test("a group with all of its options is valid as it is", async () => {
  const synthesis = synthesisOf("group", {
    "http-scale-out": {
      capacity: {
        warmPool: { minInstances: 2, state: "running" },
        maintenance: { minHealthyPercent: 100, maxHealthyPercent: 150 },
        imageParameter: "/images/ecs-node",
        extraUserData: 'echo "$HOSTNAME" > /etc/node-name',
      },
    },
  });
  const { copy, leftOut } = await workplace.copyOf(synthesis.stack("http-scale-out-dev"));
  expect(leftOut).toEqual([]);
  const terraform = workplace.terraform(copy.folder, NO_ENDPOINT);
  await terraform.init("-backend=false");
  await terraform.validate();
});
