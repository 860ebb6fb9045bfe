import { formatProblem, parseEnvironments } from "../../../settings/environment";
import type { EnvironmentSettings } from "../../../settings/environment";
import { prod } from "../../fixtures/environments/prod";
import { valueAt } from "../../settings/sweep/paths";
import { largest, longest } from "./largest-settings";

const [parsed] = parseEnvironments({ prod }).environments as unknown as [typeof prod];

/** One system alone, which grows quickly. */
function alone(name: keyof typeof prod.systems): Record<string, EnvironmentSettings> {
  return { prod: { ...parsed, systems: { [name]: parsed.systems[name] } } };
}

test("texts and numbers grow as far as the settings take them, all at once", () => {
  const grown = longest(alone("http-api"));
  const of = (path: string) => valueAt(grown, path.split("."));
  expect(parseEnvironments(grown).problems.map(formatProblem)).toEqual([]);
  expect(of("prod.nameSuffix")).toHaveLength(16);
  // What a rule takes of it in the end: a label of DNS has 63 characters, with the suffix.
  expect(of("prod.systems.http-api.namespace")).toHaveLength(47);
  expect(of("prod.systems.http-api.services.food.container.name")).toHaveLength(200);
  expect(of("prod.systems.http-api.userPool.refreshDays")).toBe(3650);
  expect(of("prod.systems.http-api.services.food.serviceScaling.maxTasks")).toBe(5000);
});

test("lists and dictionaries grow as well", () => {
  const grown = largest(alone("worker"));
  const countOf = (path: string) => Object.keys(valueAt(grown, path.split(".")) as object).length;
  expect(parseEnvironments(grown).problems.map(formatProblem)).toEqual([]);
  expect(countOf("prod.tags")).toBe(40);
  expect(countOf("prod.systems.worker.container.environment")).toBeGreaterThan(100);
  expect(countOf("prod.systems.worker.image.build.args")).toBe(50);
});

test("what stands for a choice stays as it is", () => {
  const grown = longest(alone("rest-api"));
  const of = (path: string) => valueAt(grown, path.split("."));
  expect(of("prod.region")).toBe("us-east-2");
  expect(of("prod.systems.rest-api.database.engineVersion")).toBe("8.4");
  expect(of("prod.systems.rest-api.database.identifier")).toHaveLength(47);
});
