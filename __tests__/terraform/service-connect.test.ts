import { join } from "node:path";
import { environments } from "../fixtures/environments/all";
import type { EnvironmentSettings } from "../../settings/environment";
import type { RehearsedEnvironment } from "../../tools/rehearse/life/rehearse-environments";
import { Workplace } from "../../tools/rehearse/life/workplace";
import { select } from "../../tools/rehearse/synthesized/selection";
import { running } from "../support/environments";
import { rehearsedEnvironments } from "./rehearsed-environments";
import { synthesizeInto } from "./synthesize-into";

/* talk-service with Service Connect, which no shipped environment has. */

const workplace = Workplace.create();
let rehearsals: ReadonlyMap<string, Promise<RehearsedEnvironment>>;

function connected(name: string): EnvironmentSettings {
  return {
    ...running("talk-service", environments.dev),
    name,
    nameSuffix: `-${name}`,
    state: { kind: "s3", bucket: `http-scale-out-tfstate-${name}` },
    loadTest: undefined,
    systems: {
      "talk-service": {
        serviceConnect: {},
        services: {
          talk: { priority: 1, connection: { kind: "client", calls: ["speaker"] } },
          speaker: {
            priority: 2,
            connection: {
              kind: "client-server",
              port: 80,
              idleTimeoutSeconds: 60,
              perRequestTimeoutSeconds: 5,
            },
          },
        },
      },
    },
  };
}

beforeAll(() => {
  const synthesis = synthesizeInto(join(workplace.folder, "connect-out"), {
    connect: connected("connect"),
  });
  rehearsals = rehearsedEnvironments(
    select(synthesis, ["talk-service-images-connect", "talk-service-connect"]),
    workplace,
  );
});

afterAll(async () => {
  await Promise.allSettled(rehearsals.values());
  workplace.remove();
});

test("services that call each other by name are applied, planned without a change, and destroyed without a rest", async () => {
  const { error, stacks, violations, leftBehind } = await rehearsals.get("connect")!;
  expect(error).toBeUndefined();
  const runtime = stacks.find(({ stack }) => stack === "talk-service-connect")!;
  expect(runtime.resources).toBeGreaterThan(30);
  expect(violations).toEqual([]);
  expect(leftBehind).toEqual({});
});
