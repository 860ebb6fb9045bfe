import { decodedUserData } from "./decoded-user-data";
import { synthCapacity } from "./capacity-stack";

const group = (props: Parameters<typeof synthCapacity>[0]) =>
  synthCapacity(props).resource("aws_autoscaling_group");

test("keeps stopped instances in a warm pool, and tells the agent to look", () => {
  const json = synthCapacity({ warmPool: { minInstances: 2, state: "stopped" } });
  expect(json.resource("aws_autoscaling_group")["warm_pool"]).toEqual({
    min_size: 2,
    pool_state: "Stopped",
  });
  expect(decodedUserData(json)).toContain("ECS_WARM_POOLS_CHECK=true");
});

test("keeps running instances in a warm pool when asked", () => {
  expect(group({ warmPool: { minInstances: 1, state: "running" } })["warm_pool"]).toEqual({
    min_size: 1,
    pool_state: "Running",
  });
});

test("has neither unless asked", () => {
  const json = synthCapacity();
  expect(json.resource("aws_autoscaling_group")["warm_pool"]).toBeUndefined();
  expect(json.resource("aws_autoscaling_group")["instance_maintenance_policy"]).toBeUndefined();
  expect(decodedUserData(json)).not.toContain("ECS_WARM_POOLS_CHECK");
});

test("keeps instances while others are replaced", () => {
  const maintenance = { minHealthyPercent: 90, maxHealthyPercent: 120 };
  expect(group({ maintenance, spotPercent: 50 })["instance_maintenance_policy"]).toEqual({
    min_healthy_percentage: 90,
    max_healthy_percentage: 120,
  });
});

test("takes the image that a parameter names", () => {
  const json = synthCapacity({ imageParameter: "/images/node" });
  expect(json.dataSource("aws_ssm_parameter")["name"]).toBe("/images/node");
});

test("runs a script whatever characters it has, after the agent's settings", () => {
  const script = `echo "it's $HOME" > '/tmp/a b'\nexit 0`;
  const [encoded = ""] =
    /echo (\S+) \| base64 --decode \| bash/
      .exec(decodedUserData(synthCapacity({ extraUserData: script })))
      ?.slice(1) ?? [];
  expect(Buffer.from(encoded, "base64").toString()).toBe(script);
});

test.each<[string, Parameters<typeof synthCapacity>[0], string]>([
  [
    "a warm pool of several types",
    { warmPool: { minInstances: 1, state: "stopped" }, instanceTypes: ["t3.micro", "t3a.micro"] },
    "`warmPool` must be left out with several instance types or Spot Instances",
  ],
  [
    "a warm pool of Spot Instances",
    { warmPool: { minInstances: 1, state: "stopped" }, spotPercent: 10 },
    "`warmPool` must be left out with several instance types or Spot Instances",
  ],
  [
    "a maintenance policy that is too wide",
    { maintenance: { minHealthyPercent: 50, maxHealthyPercent: 160 } },
    "`maxHealthyPercent` must be at most 100 above minHealthyPercent (50), got 160.",
  ],
])("refuses %s", (_, props, message) => {
  expect(() => synthCapacity(props)).toThrow(message);
});
