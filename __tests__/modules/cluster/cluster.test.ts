import { Cluster } from "../../../modules/cluster/cluster";
import { synth } from "../../support/synth";

describe("Cluster", () => {
  test("has its name and, unless told otherwise, enhanced Container Insights (ECS.12)", () => {
    const json = synth((stack) => new Cluster(stack, "cluster", { name: "shop" }));
    expect(json.resource("aws_ecs_cluster")).toMatchObject({
      name: "shop",
      setting: [{ name: "containerInsights", value: "enhanced" }],
    });
  });

  test.each(["enabled", "disabled"] as const)("sets Container Insights to %s", (value) => {
    const json = synth(
      (stack) => new Cluster(stack, "cluster", { name: "shop", containerInsights: value }),
    );
    expect(json.resource("aws_ecs_cluster")["setting"]).toEqual([
      { name: "containerInsights", value },
    ]);
  });

  test("shares tasks among Fargate and Fargate Spot", () => {
    const json = synth((stack) =>
      new Cluster(stack, "cluster", { name: "shop" }).associateCapacityProviders([
        { provider: "FARGATE", weight: 1, base: 2 },
        { provider: "FARGATE_SPOT", weight: 3 },
      ]),
    );
    const association = json.resource("aws_ecs_cluster_capacity_providers");
    expect(json.referenced(String(association["cluster_name"]))["name"]).toBe("shop");
    expect(association).toMatchObject({
      capacity_providers: ["FARGATE", "FARGATE_SPOT"],
      default_capacity_provider_strategy: [
        { capacity_provider: "FARGATE", weight: 1, base: 2 },
        { capacity_provider: "FARGATE_SPOT", weight: 3 },
      ],
    });
  });

  test("refuses a second association, which would undo the first", () => {
    const associateTwice = () =>
      synth((stack) => {
        const cluster = new Cluster(stack, "cluster", { name: "shop" });
        cluster.associateCapacityProviders([{ provider: "FARGATE", weight: 1 }]);
        cluster.associateCapacityProviders([{ provider: "FARGATE_SPOT", weight: 1 }]);
      });
    expect(associateTwice).toThrow("capacity-providers");
  });
});
