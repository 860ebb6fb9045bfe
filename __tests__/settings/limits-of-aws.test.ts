import { type Change, errorIf, problemsOf, system } from "./settings";

/** Limits that a deployment would meet first, found by the settings' largest values. */
const worker = (change: object): Change => ({
  "systems.worker": { capacity: { kind: "instances" }, ...change },
});
const stepping = { strategies: [{ kind: "step" }] };

/** A long text as messages have it. */
const shown = (letter: string) => `${letter.repeat(60)}…`;

errorIf([
  [
    "an alarm of step scaling gets a name that is too long",
    {
      nameSuffix: "-a",
      ...system({
        clusterName: "c".repeat(120),
        "service.name": "s".repeat(120),
        serviceScaling: stepping,
      }),
    },
    `systems.http-scale-out.clusterName must have at most 113 characters with service "${shown("s")}": an alarm of its step scaling is named after both, with nameSuffix, and CloudWatch allows 255, got "${shown("c")}". Shorten it or the service's name, or scale without steps.`,
  ],
  [
    "a policy of a queue target gets a name that is too long",
    {
      nameSuffix: "-a",
      ...system({
        "service.name": "s".repeat(180),
        serviceScaling: {
          strategies: [{ kind: "queue-target", messagesPerTask: 10, queueName: "q".repeat(80) }],
        },
      }),
    },
    `systems.http-scale-out.serviceScaling.strategies[0].queueName must have at most 60 characters with service "${shown("s")}": its scaling policy is named after both, with nameSuffix, and AWS allows 256, got "${shown("q")}". Shorten the service's name.`,
  ],
  [
    "a region lacks the family of the instances",
    {
      region: "ca-west-1",
      ...system({ "capacity.instanceTypes": ["t3a.micro"] }),
    },
    'systems.http-scale-out.capacity.instanceTypes[0] must be of a family that EC2 has in ca-west-1, got "t3a.micro". Choose another, such as "t3.micro" or "t4g.micro".',
  ],
  [
    "a worker's container reserves more than its task has",
    worker({ task: { cpu: 256, memoryMiB: 512 }, container: { memoryReservationMiB: 600 } }),
    "systems.worker.container.memoryReservationMiB must not be above task.memoryMiB (512), got 600. Set task.memoryMiB to 1024, or lower container.memoryReservationMiB.",
  ],
  [
    "the parts of an image's address are too long together",
    {
      "systems.daemon-api": {
        image: {
          kind: "registry",
          containerRegistry: `${"r".repeat(60)}.example.com`,
          containerName: "n".repeat(180),
          containerTag: "1.0.0",
        },
      },
    },
    `systems.daemon-api.image.containerName must have at most 176 characters, because an image reference may have 255, including containerRegistry and containerTag, got "${shown("n")}". Shorten one of the three.`,
  ],
]);

test("an alarm's name is no matter without steps", () => {
  const names = { clusterName: "c".repeat(120), "service.name": "s".repeat(120) };
  expect(problemsOf(system(names))).toEqual([]);
});

test("the same way out twice is one too many", () => {
  const egress = [{ port: 5432 }, { port: 5432 }];
  expect(problemsOf(system({ "capacity.egress": egress }))).toEqual([
    expect.stringContaining("capacity.egress must be a list of 0 to 20 different ways out"),
  ]);
});

test("services behind a direct entry need two rules of the load balancer each", () => {
  const many = (entry: string) => {
    const services = Object.fromEntries(
      Array.from({ length: 51 }, (_, index) => [`s${index}`, { priority: index + 1 }]),
    );
    const network = { kind: "own", zoneCount: 2, nat: "single" };
    return problemsOf({ systems: { "rest-api": { network, services, api: { entry } } } });
  };
  expect(many("nlb")).toEqual([]);
  expect(many("direct")).toEqual([
    "dev.systems.rest-api.services must need at most the 100 rules that a load balancer allows: two per service and for each of its moreTargets " +
      'while api.entry is "direct", got 102. Use fewer services with several paths each, or entry "nlb".',
  ]);
});
