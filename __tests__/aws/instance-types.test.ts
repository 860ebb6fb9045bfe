import { architectureOf, instanceType, knownInstanceTypes } from "../../aws/compute/instance-types";

test("knows what AWS says of a type", () => {
  expect(instanceType("t3.micro")).toEqual({
    vcpus: 2,
    memoryMiB: 1024,
    networkInterfaces: 2,
    gpus: 0,
    architecture: "x86_64",
    cpuManufacturer: "intel",
    generation: "current",
    isNitro: true,
  });
  expect(instanceType("g4dn.12xlarge")).toMatchObject({ vcpus: 48, gpus: 4 });
  expect(instanceType("m6a.large")).toMatchObject({ cpuManufacturer: "amd" });
  expect(instanceType("m7g.large")).toMatchObject({ cpuManufacturer: "amazon-web-services" });
  expect(instanceType("c3.large")).toMatchObject({ generation: "previous" });
  expect(instanceType("m7gd.metal")).toMatchObject({ vcpus: 64, architecture: "arm64" });
});

test.each(["t3.mirco", "t3", "t3.", "q9.large", "", "t3.micro.large", "__proto__.a"])(
  "does not know %p",
  (name) => {
    expect(instanceType(name)).toBeUndefined();
  },
);

test("tells the architecture of every known type by its name alone", () => {
  const wrong = knownInstanceTypes().filter(
    (type) => architectureOf(type) !== instanceType(type)?.architecture,
  );
  expect(wrong).toEqual([]);
});

test("has figures for every type", () => {
  const types = knownInstanceTypes();
  expect(types.length).toBeGreaterThan(1000);
  for (const type of types) {
    const { vcpus = 0, memoryMiB = 0, networkInterfaces = 0 } = instanceType(type) ?? {};
    expect(Math.min(vcpus, memoryMiB, networkInterfaces)).toBeGreaterThan(0);
  }
});

test("has only types with whole GPUs", () => {
  // A g6f has an eighth of one, which ECS gives to no container.
  expect(knownInstanceTypes().filter((type) => type.startsWith("g6f."))).toEqual([]);
});
