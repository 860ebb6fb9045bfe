import { join } from "node:path";
import { environments } from "../fixtures/environments/all";
import { running } from "../support/environments";
import type { EnvironmentSettings } from "../../settings/environment";
import type { RehearsedEnvironment } from "../../tools/rehearse/life/rehearse-environments";
import { Workplace } from "../../tools/rehearse/life/workplace";
import { select } from "../../tools/rehearse/synthesized/selection";
import { synthesizeInto } from "./synthesize-into";
import { rehearsedEnvironments } from "./rehearsed-environments";

const workplace = Workplace.create();
let rehearsals: ReadonlyMap<string, Promise<RehearsedEnvironment>>;

/** With tasks on a schedule and before a release, and alarms that roll deployments back, on instances and on Fargate. */
function ofWorker(environment: EnvironmentSettings): EnvironmentSettings {
  const { systems, protections, ...settings } = running("worker", environment);
  const nightly = {
    schedule: "cron(0 3 * * ? *)",
    timezone: "Europe/Berlin",
    command: ["node", "clean-up.mjs", "--older", "${30} days"],
    environment: { DRY_RUN: "false" },
  };
  const beforeRelease = { command: ["node", "migrate.mjs"], timeoutMinutes: 5 };
  return {
    ...settings,
    notificationEmail: "operations@example.com",
    protections: { ...protections, rollbackOnAlarms: true },
    systems: { worker: { ...systems.worker, scheduledTasks: { nightly }, beforeRelease } },
  };
}

/** The shipped environments leave the system out: it is rehearsed as the tests' own have it. */
beforeAll(() => {
  const synthesis = synthesizeInto(join(workplace.folder, "worker-out"), {
    dev: ofWorker(environments.dev),
    // With keys of the customer for its queue, logs, topic and images, and policies of its endpoints.
    prod: {
      ...ofWorker(environments.prod),
      network: { kind: "own", zoneCount: 2, nat: "single", endpointPolicies: {} },
      customerManagedKeys: {},
    },
  });
  const stacks = ["worker-images-dev", "worker-dev", "worker-images-prod", "worker-prod"];
  const selected = select(synthesis, stacks);
  rehearsals = rehearsedEnvironments(selected, workplace);
});

afterAll(async () => {
  await Promise.allSettled(rehearsals.values());
  workplace.remove();
});

test.each(["dev", "prod"])(
  "[worker 23] is applied in %s, planned without a change, changed, and destroyed without a rest",
  async (environment) => {
    const { error, stacks, violations, leftBehind } = await rehearsals.get(environment)!;
    expect(error).toBeUndefined();
    expect(stacks.map(({ stack }) => stack)).toContain(`worker-${environment}`);
    const runtime = stacks.find(({ stack }) => stack === `worker-${environment}`)!;
    expect(runtime.resources).toBeGreaterThan(20);
    expect(runtime.changes.length).toBeGreaterThan(0);
    expect(violations).toEqual([]);
    expect(leftBehind).toEqual({});
  },
);
