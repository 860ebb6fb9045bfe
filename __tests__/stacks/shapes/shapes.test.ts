import { containerDefinitions } from "../../support/container-definitions";
import { runtimeOf } from "../../support/environments";
import type { TerraformJson } from "../../support/synth";
import { onFargate } from "./on-fargate";
import { onInstances } from "./on-instances";
import type { Shape } from "./shape";

/*
 * What public projects put into their task definitions, expressed in settings, and compared with what was meant container
 * by container: nothing is missing, and nothing is there besides.
 */

const shapes = [...onInstances, ...onFargate];

/** What every container here has, unless settings say otherwise. */
const EVERY_CONTAINER = {
  essential: true,
  user: "1000:1000",
  readonlyRootFilesystem: true,
  stopTimeout: 30,
  logConfiguration: expect.objectContaining({ logDriver: "awslogs" }) as object,
};

/** Variables that the systems themselves set. */
const OF_SYSTEM = new Set([
  "QUEUE_URL",
  "AWS_REGION",
  "MESSAGE_TIMEOUT_SECONDS",
  "CONCURRENCY",
  "SCALE_IN_PROTECTION",
  "STOP_TIMEOUT_SECONDS",
  "DynamoDBTable",
]);

interface Definition {
  readonly environment?: readonly { readonly name: string }[];
}

/** The containers of the one task definition, without the system's own variables. */
function containersOf(json: TerraformJson): object[] {
  const text = json.resource("aws_ecs_task_definition")["container_definitions"] as string;
  return (containerDefinitions(text) as Definition[]).map(({ environment = [], ...container }) => {
    const own = environment.filter(({ name }) => !OF_SYSTEM.has(name));
    return own.length > 0 ? { ...container, environment: own } : container;
  });
}

test("there are 26 of them, each of another shape", () => {
  expect(shapes).toHaveLength(26);
  expect(new Set(shapes.map(({ name }) => name)).size).toBe(26);
  expect(new Set(shapes.map(({ containers }) => JSON.stringify(containers))).size).toBe(26);
});

test.each(shapes.map((shape) => [shape.name, shape] as const))("%s", (_, shape) => {
  const json = synthesized(shape);
  expect(containersOf(json)).toEqual(
    shape.containers.map((container) => ({ ...EVERY_CONTAINER, ...container })),
  );
  expect(json.resource("aws_ecs_task_definition")["volume"] ?? []).toEqual(shape.volumes ?? []);
  for (const [type, expected] of Object.entries(shape.others ?? {})) {
    expect(json.resource(type)).toMatchObject(expected);
  }
});

function synthesized({ system, settings }: Shape): TerraformJson {
  return runtimeOf(system, settings as never);
}
