import {
  type ContainerState,
  startOf,
  stopOrder,
} from "../../../../tools/local/service/start-order";
import type { ContainerDependency } from "../../../../tools/synthesized/system/task-definition";

const container = (name: string, needs: Record<string, ContainerDependency["condition"]> = {}) => ({
  name,
  links: [] as string[],
  dependsOn: Object.entries(needs).map(([each, condition]) => ({ container: each, condition })),
});

describe("a container that depends on another one", () => {
  const started = { hasStarted: true };
  const ended = (exitCode: number) => ({ hasStarted: true, exitCode });

  test.each<[ContainerDependency["condition"], ContainerState | undefined, unknown]>([
    ["START", undefined, "later"],
    ["START", started, "now"],
    ["START", ended(1), "now"],
    ["COMPLETE", started, "later"],
    ["COMPLETE", ended(1), "now"],
    ["SUCCESS", started, "later"],
    ["SUCCESS", ended(0), "now"],
    ["SUCCESS", ended(3), { never: "other ended with exit code 3, and must succeed" }],
    ["HEALTHY", started, "later"],
    ["HEALTHY", { ...started, isHealthy: false }, "later"],
    ["HEALTHY", { ...started, isHealthy: true }, "now"],
    ["HEALTHY", ended(1), { never: "other ended before it was healthy" }],
  ])("to be %s, which is %j, starts: %j", (condition, state, expected) => {
    const states = new Map(state === undefined ? [] : [["other", state]]);
    expect(startOf(container("web", { other: condition }), states)).toEqual(expected);
  });

  test("waits for all of them", () => {
    const web = container("web", { a: "START", b: "START" });
    expect(startOf(web, new Map([["a", started]]))).toBe("later");
    expect(
      startOf(
        web,
        new Map([
          ["a", started],
          ["b", started],
        ]),
      ),
    ).toBe("now");
  });

  test("starts what it has a link to first", () => {
    const nginx = { ...container("nginx"), links: ["web"] };
    expect(startOf(nginx, new Map())).toBe("later");
    expect(startOf(nginx, new Map([["web", started]]))).toBe("now");
  });
});

test("stops those first that depend on others", () => {
  const names = (groups: readonly (readonly { name: string }[])[]) =>
    groups.map((group) => group.map(({ name }) => name));
  const containers = [
    container("web", { migrate: "SUCCESS", agent: "HEALTHY" }),
    container("migrate", { db: "HEALTHY" }),
    container("agent"),
    container("db"),
    { ...container("nginx"), links: ["web"] },
  ];
  expect(names(stopOrder(containers))).toEqual([["nginx"], ["web"], ["migrate", "agent"], ["db"]]);
  expect(stopOrder([container("a", { b: "START" }), container("b", { a: "START" })])).toHaveLength(
    1,
  );
});
