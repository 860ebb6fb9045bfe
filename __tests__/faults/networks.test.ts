import { dev } from "../fixtures/environments/dev";
import { formatProblem, parseEnvironments } from "../../settings/environment";
import { runtimeOf } from "../support/environments";

const shared = { kind: "own", cidr: "10.9.0.0/16", zoneCount: 2, nat: "single" } as const;

describe.each(["http-api", "rest-api"] as const)("[2026-11 G4] the network of %s", (system) => {
  const problems = (network: object) =>
    parseEnvironments({ dev: { ...dev, network, systems: { [system]: {} } } }).problems;

  test("must be given in the default VPC, and what that costs is said", () => {
    const [message = "", ...others] = problems({ kind: "default-vpc" }).map(formatProblem);
    expect(others).toEqual([]);
    expect(message).toMatch(
      new RegExp(
        `^dev\\.systems\\.${system}\\.network must .* \\(kind "default-vpc"\\) has no private subnets`,
      ),
    );
    expect(message).toMatch(/nat: "single" }: its one NAT gateway costs about \$33 /);
  });

  test("is made as the environment's settings have it, and not larger", () => {
    const json = runtimeOf(system, { network: undefined }, { network: shared });
    expect(json.resource("aws_vpc").cidr_block).toBe("10.9.0.0/16");
    expect(json.resources("aws_nat_gateway")).toHaveLength(1);
  });
});
