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

const chosen = {
  minVcpus: 2,
  maxVcpus: 8,
  minMemoryMiB: 4096,
  burstable: "excluded",
  excludedInstanceTypes: ["m5*"],
} as const;

test("lets AWS choose the types by requirements, and names none", () => {
  const json = synthCapacity({ instanceRequirements: chosen, spotPercent: 25 });
  expect(json.resource("aws_launch_template")["instance_type"]).toBeUndefined();
  expect(json.resource("aws_autoscaling_group")).toMatchObject({
    mixed_instances_policy: {
      launch_template: {
        override: [
          {
            instance_requirements: {
              vcpu_count: { min: 2, max: 8 },
              memory_mib: { min: 4096 },
              cpu_manufacturers: ["intel", "amd"],
              instance_generations: ["current"],
              burstable_performance: "excluded",
              excluded_instance_types: ["m5*"],
              // Without GPUs, no accelerators at all.
              accelerator_count: { max: 0 },
            },
          },
        ],
      },
      instances_distribution: {
        on_demand_allocation_strategy: "lowest-price",
        spot_allocation_strategy: "price-capacity-optimized",
        on_demand_percentage_above_base_capacity: 75,
      },
    },
  });
});

test("asks for GPUs, processors, generations and prices by the names of AWS", () => {
  const [override] = group({
    spotPercent: 50,
    instanceRequirements: {
      ...chosen,
      maxVcpus: undefined,
      minGpus: 1,
      maxGpus: 4,
      cpuManufacturers: ["amd"],
      instanceGenerations: ["current", "previous"],
      allowedInstanceTypes: ["g*"],
      excludedInstanceTypes: undefined,
      spotMaxPricePercent: 60,
    },
  })["mixed_instances_policy"].launch_template.override;
  expect(override.instance_requirements).toEqual({
    vcpu_count: { min: 2 },
    memory_mib: { min: 4096 },
    cpu_manufacturers: ["amd"],
    instance_generations: ["current", "previous"],
    burstable_performance: "excluded",
    allowed_instance_types: ["g*"],
    accelerator_count: { min: 1, max: 4 },
    accelerator_manufacturers: ["nvidia"],
    accelerator_types: ["gpu"],
    spot_max_price_percentage_over_lowest_price: 60,
  });
});

const GPU_IMAGE = "/aws/service/ecs/optimized-ami/amazon-linux-2023/gpu/recommended/image_id";

test.each<[string, Parameters<typeof synthCapacity>[0]]>([
  ["named types", { instanceTypes: ["g6.xlarge", "g4dn.xlarge"] }],
  ["requirements", { instanceRequirements: { ...chosen, minGpus: 1 } }],
])("instances with GPUs by %s have the image with their driver", (_, props) => {
  const json = synthCapacity(props);
  expect(json.dataSource("aws_ssm_parameter")["name"]).toBe(GPU_IMAGE);
  expect(decodedUserData(json)).toContain("ECS_ENABLE_GPU_SUPPORT=true");
});

test("a group whose instances need not have GPUs has the usual image", () => {
  const json = synthCapacity({ instanceTypes: ["g6.xlarge", "m7i.xlarge"] });
  expect(json.dataSource("aws_ssm_parameter")["name"]).not.toBe(GPU_IMAGE);
  expect(decodedUserData(json)).not.toContain("ECS_ENABLE_GPU_SUPPORT");
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
  [
    "a warm pool of types that AWS chooses",
    { warmPool: { minInstances: 1, state: "stopped" }, instanceRequirements: chosen },
    "`warmPool` must be left out with instanceRequirements",
  ],
  [
    "requirements that no type meets",
    { instanceRequirements: { ...chosen, maxMemoryMiB: 4100, minVcpus: 4 } },
    "`instanceRequirements.minVcpus` must leave an instance type to choose",
  ],
  [
    "GPUs of arm64, for which AWS has no image",
    { instanceTypes: ["g5g.xlarge"], architecture: "arm64" },
    '`architecture` must be "x86_64" for instance types with GPUs',
  ],
])("refuses %s", (_, props, message) => {
  expect(() => synthCapacity(props)).toThrow(message);
});
