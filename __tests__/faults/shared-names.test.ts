import { dev } from "../fixtures/environments/dev";
import { prod } from "../fixtures/environments/prod";
import { staging } from "../fixtures/environments/staging";
import type { EnvironmentSettings } from "../../settings/environment";
import { synthEnvironments } from "../support/environments";

type Systems = EnvironmentSettings["systems"];

const CHANGE = "Change the name that it has or follows from, such as that of the service.";
const APART = " Where each has an account of its own, give both their accountId.";

function problems(systems: Systems, other?: Partial<EnvironmentSettings>): string {
  const one = { ...dev, systems };
  const another = { ...one, name: "qa", state: { kind: "s3", bucket: "acme-state-qa" }, ...other };
  try {
    synthEnvironments(other === undefined ? { dev: one } : { dev: one, qa: another as typeof one });
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

describe("[2026-11 G3] names are compared as they are synthesized:", () => {
  test("a cluster that follows from the name of a service, with one that another system is given", () => {
    const daemon = { service: { name: "shop" } };
    expect(
      problems({ "http-scale-out": { clusterName: "shop-dev-cluster" }, "daemon-api": daemon }),
    ).toBe("");
    expect(problems({ "http-scale-out": { clusterName: "shop-dev" }, "daemon-api": daemon })).toBe(
      `dev.systems.daemon-api must have a cluster of another name than that of dev.systems.http-scale-out, got "shop-dev". ${CHANGE}`,
    );
  });

  test("those of environments, which may share an account where their suffixes differ", () => {
    const qa = { nameSuffix: "-qa", systems: { "http-scale-out": { clusterName: "shop" } } };
    const systems = { "http-scale-out": { clusterName: "shop-qa" } };
    const message = `qa.systems.http-scale-out must have a cluster of another name than that of dev.systems.http-scale-out, got "shop-qa". ${CHANGE}`;
    expect(problems(systems, qa)).toBe(`${message}${APART}`);
    expect(problems(systems, { ...qa, region: "us-west-2" })).toBe("");
    expect(problems(systems, { ...qa, nameSuffix: "-other" })).toBe("");
  });

  test("those of the environments that come with the project are apart", () => {
    expect(() => synthEnvironments({ dev, staging, prod })).not.toThrow();
  });
});
