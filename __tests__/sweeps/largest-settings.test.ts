import { formatProblem, parseEnvironments } from "../../settings/environment";
import { prod } from "../fixtures/environments/prod";
import { valueAt } from "../settings/paths";
import { largest } from "./largest-settings";

const parsed = parseEnvironments({ prod }).environments as unknown as readonly [typeof prod];
const grown = largest({ prod: parsed[0] });
const lengthOf = (path: string) => (valueAt(grown, path.split(".")) as string).length;

test("settings grow as far as the settings take them, all at once", () => {
  expect(parseEnvironments(grown).problems.map(formatProblem)).toEqual([]);
  expect(lengthOf("prod.nameSuffix")).toBe(16);
  expect(lengthOf("prod.systems.rest-api.database.identifier")).toBe(47);
  expect(lengthOf("prod.systems.rest-api.clusterName")).toBe(200);
  expect(lengthOf("prod.systems.http-scale-out.container.name")).toBe(200);
  expect(lengthOf("prod.systems.http-api.namespace")).toBe(63);
});

test("what stands for a choice stays as it is", () => {
  const of = (path: string) => valueAt(grown, path.split("."));
  expect(of("prod.region")).toBe("us-east-2");
  expect(of("prod.systems.rest-api.database.engineVersion")).toBe("8.4");
  expect(of("prod.systems.http-scale-out.capacity.instanceTypes")).toEqual(["t3.micro"]);
});
