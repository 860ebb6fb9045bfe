import { join } from "node:path";
import { environments } from "../fixtures/environments/all";
import type { EnvironmentSettings } from "../../settings/environment";
import type { RehearsedEnvironment } from "../../tools/rehearse/life/rehearse-environments";
import { NO_ENDPOINT, Workplace } from "../../tools/rehearse/life/workplace";
import type { Synthesis } from "../../tools/synthesized/synthesis";
import { select } from "../../tools/rehearse/synthesized/selection";
import { running } from "../support/environments";
import { rehearsedEnvironments } from "./rehearsed-environments";
import { synthesizeInto } from "./synthesize-into";

/*
 * talk-service with Service Connect, which no shipped environment has, and a daemon with it, with a further target group and
 * with GPUs of instances that AWS chooses.
 */

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
      "daemon-api": {
        serviceConnect: {},
        container: { morePorts: [9090], gpu: 1 },
        moreTargets: { admin: { port: 9090, paths: ["/admin/*"], priority: 1 } },
        capacity: {
          instanceRequirements: { minVcpus: 4, minMemoryMiB: 16_384, minGpus: 1, maxGpus: 4 },
        },
      },
    },
  };
}

/** http-api with what the emulator cannot apply: certificates of an authority that is there already. */
function encrypted(name: string): EnvironmentSettings {
  return {
    ...running("http-api", environments.dev),
    name,
    nameSuffix: `-${name}`,
    state: { kind: "s3", bucket: `http-scale-out-tfstate-${name}` },
    loadTest: undefined,
    systems: {
      "http-api": {
        network: { kind: "own", zoneCount: 2, nat: "single" },
        page: { kind: "none" },
        serviceConnect: {
          namespace: {
            kind: "existing",
            arn: "arn:aws:servicediscovery:us-east-2:111122223333:namespace/ns-0123456789abcdef",
          },
          clientSecurityGroupIds: ["sg-0123456789abcdef0"],
        },
        services: {
          food: {
            task: { cpu: 512, memoryMiB: 1024 },
            connection: {
              kind: "client-server",
              ingressPort: 8443,
              tls: {
                authorityArn:
                  "arn:aws:acm-pca:us-east-2:111122223333:certificate-authority/01234567-89ab-cdef-0123-456789abcdef",
                kmsKeyArn:
                  "arn:aws:kms:us-east-2:111122223333:key/01234567-89ab-cdef-0123-456789abcdef",
              },
            },
          },
        },
      },
    },
  };
}

let synthesis: Synthesis;

beforeAll(() => {
  synthesis = synthesizeInto(join(workplace.folder, "connect-out"), {
    connect: connected("connect"),
    encrypt: encrypted("encrypt"),
  });
  rehearsals = rehearsedEnvironments(
    select(synthesis, [
      "talk-service-images-connect",
      "talk-service-connect",
      "daemon-api-connect",
    ]),
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
  expect(stacks.map(({ stack }) => stack)).toContain("daemon-api-connect");
  expect(violations).toEqual([]);
  expect(leftBehind).toEqual({});
});

test("what encrypts calls is valid", async () => {
  const { copy, leftOut } = await workplace.copyOf(synthesis.stack("http-api-encrypt"));
  expect(leftOut).toEqual([]);
  const terraform = workplace.terraform(copy.folder, NO_ENDPOINT);
  await terraform.init("-backend=false");
  await terraform.validate();
});
