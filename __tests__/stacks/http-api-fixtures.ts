import type { EnvironmentSettings } from "../../settings/environment";
import { containerDefinitions } from "../support/container-definitions";
import { runtimeOf } from "../support/environments";
import type { TerraformJson } from "../support/synth";

export type HttpApiSettings = NonNullable<EnvironmentSettings["systems"]["http-api"]>;

/** The system's own defaults, and not what dev's file says; the page's files are a matter of who has built them. */
const defaults: HttpApiSettings = {
  network: { kind: "own", zoneCount: 3, nat: "per-zone" },
  services: { food: {}, pet: {} },
  tables: {},
  corsOrigins: [],
  page: { kind: "hosted", upload: false },
};

export function stores(
  settings: HttpApiSettings = {},
  environment: Partial<EnvironmentSettings> = {},
): TerraformJson {
  return runtimeOf("http-api", { ...defaults, ...settings }, environment);
}

/** Both stores with the same settings. */
export function both(store: NonNullable<HttpApiSettings["services"]>[string]): HttpApiSettings {
  return { services: { food: store, pet: store } };
}

/** The one container of the task definition of a family. */
export function containerOf(family: string, json: TerraformJson) {
  const [only, ...others] = containerDefinitions(
    taskOf(family, json)["container_definitions"] as string,
  );
  expect(others).toEqual([]);
  return only!;
}

export function taskOf(family: string, json: TerraformJson) {
  return only(json, "aws_ecs_task_definition", "family", family);
}

/** The one resource of a type that has this value. */
export function only(json: TerraformJson, type: string, field: string, value: unknown) {
  const found = json.resources(type).filter((each) => each[field] === value);
  expect(found).toHaveLength(1);
  return found[0]!;
}

/** Route keys, sorted. */
export function routeKeys(json: TerraformJson): string[] {
  return json
    .resources("aws_apigatewayv2_route")
    .map(({ route_key: key }) => String(key))
    .sort();
}
