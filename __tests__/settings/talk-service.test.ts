import { type Change, errorIf, parsed, problemsOf, warningsOf } from "./settings";

/** A change of the system talk-service, by paths within it. */
function talk(change: Change): Change {
  return Object.fromEntries([
    ["systems", { "talk-service": { capacity: { cpuCredits: "unlimited" } } }],
    ...Object.entries(change).map(([path, value]) => [`systems.talk-service.${path}`, value]),
  ]) as Change;
}

const talkErrorIf = (table: readonly (readonly [string, Change, string])[]) => {
  errorIf(
    table.map(([name, change, message]) => [name, talk(change), `systems.talk-service.${message}`]),
  );
};

const services = (...paths: string[][]): Change => ({
  services: Object.fromEntries(
    paths.map((each, index) => [
      ["one", "two", "three"][index],
      { paths: each, priority: index + 1 },
    ]),
  ),
});

test("names what a service has after the name that the settings give it", () => {
  const { one } = parsed(talk({ services: { one: { priority: 1 } } })).systems["talk-service"]!
    .services;
  expect(one).toMatchObject({
    paths: ["/one", "/one/*"],
    image: { repositoryName: "one-service" },
    service: { name: "one-service-ecs" },
  });
  const build = { kind: "repository", build: {} };
  const built = parsed(talk({ services: { one: { priority: 1, image: build } } }));
  expect(built.systems["talk-service"]!.services.one!.image).toMatchObject({
    build: { context: "services/one" },
  });
});

test("builds talk and speaker from one program, and tells each which of them it is", () => {
  const build = { kind: "repository", build: {} };
  const own = { kind: "repository", build: { context: "services/own" } };
  const { services: found } = parsed(
    talk({
      services: { talk: { priority: 1, image: build }, speaker: { priority: 2, image: own } },
    }),
  ).systems["talk-service"]!;
  expect(found["talk"]).toMatchObject({
    container: { environment: { RUN_AS: "talk" } },
    image: { build: { context: "services", dockerfile: "talk/Dockerfile" } },
  });
  expect(found["speaker"]!.container.environment).toEqual({});
  expect(found["speaker"]!.image).toMatchObject({ build: { context: "services/own" } });
});

test("has talk in two colours and speaker where the settings name none", () => {
  const { services: found } = parsed(talk({})).systems["talk-service"]!;
  expect(Object.entries(found).map(([name, { deployment }]) => [name, deployment.kind])).toEqual([
    ["talk", "blue-green-by-variable"],
    ["speaker", "rolling"],
  ]);
});

describe("paths and priorities", () => {
  talkErrorIf([
    [
      "two services have one path",
      services(["/a"], ["/b", "/a"]),
      'services.two.paths[1] must differ from the paths of one, got "/a". Choose another path.',
    ],
    [
      "an earlier path covers a later one",
      services(["/a*"], ["/b"], ["/a/b"]),
      'services.three.paths[0] must not be covered by "/a*" of one, which has a lower priority number, because no request would reach it, got "/a/b". Give three a lower priority number than one, or change one of the paths.',
    ],
    [
      "an earlier path takes everything",
      services(["/*"], ["/?a*"]),
      'services.two.paths[0] must not be covered by "/*" of one, which has a lower priority number, because no request would reach it, got "/?a*". Give two a lower priority number than one, or change one of the paths.',
    ],
    [
      "two services have one priority",
      { services: { one: { priority: 7 }, two: { priority: 7 } } },
      "services.two.priority must differ from that of one, for a balancer tries one service after the other, got 7. Choose another number.",
    ],
    [
      "a path does not begin at the root",
      services(["a"]),
      'services.one.paths[0] must be a path pattern of at most 128 characters, as in "/talk/*", got "a". It begins with a slash, and has letters, digits and _-.$/~@:+& and the wildcards * and ?.',
    ],
    [
      "a rule has more wildcards than AWS takes",
      services(["/a/*/*/*", "/b/*/*/*"]),
      "services.one.paths must have at most 5 wildcards in total, the limit of a rule, got 6. Use fewer of * and ?.",
    ],
    [
      "a rule has more values than AWS takes",
      {
        services: {
          one: {
            priority: 1,
            paths: ["/a", "/b", "/c", "/d", "/e"],
            deployment: { kind: "blue-green-by-variable", testHeader: "x-color" },
          },
        },
      },
      "services.one.paths must be at most 4 with deployment.testHeader, because a rule allows 5 values, got 5. Remove a path or the header.",
    ],
    [
      "there are more rules than AWS takes",
      {
        services: Object.fromEntries(
          Array.from({ length: 101 }, (_, index) => [
            `s${index}`,
            { priority: index + 1, serviceScaling: { minTasks: 1 }, service: { desiredCount: 1 } },
          ]),
        ),
        "capacity.maxInstances": 100,
      },
      "services must need at most the 100 rules that a load balancer allows: one per service and for each of its moreTargets, and two more with testHeader, got 101. Use several systems, or fewer services with several paths each.",
    ],
  ]);

  test.each([
    [["/a"], ["/a/*"]],
    [["/a/b"], ["/a*"]],
    [["/a?"], ["/a*"]],
    [["/A"], ["/a"]],
  ])("%j leaves something for %j", (earlier, later) => {
    expect(problemsOf(talk(services(earlier, later)))).toEqual([]);
  });
});

describe("blue/green", () => {
  const deployed = (kind: string, more: object = {}): Change => ({
    services: { one: { priority: 1, deployment: { kind }, ...more } },
  });
  const requests = {
    serviceScaling: { strategies: [{ kind: "requests-target", requestsPerTarget: 100 }] },
  };
  const action = { schedule: "rate(1 day)", minTasks: 2, maxTasks: 3 };
  const scheduled = {
    serviceScaling: { strategies: [{ kind: "scheduled", actions: { night: action } }] },
  };
  const noRequests = (kind: string) =>
    `services.one.serviceScaling.strategies[0].kind must not be "requests-target" with deployment "${kind}", because its metric follows one target group and stops after a switch to the other, got "requests-target". Use "cpu-target" or "step", or deployment "rolling".`;

  talkErrorIf([
    [
      "scaling follows the requests of a colour",
      deployed("blue-green-by-variable", requests),
      noRequests("blue-green-by-variable"),
    ],
    [
      "scaling follows the requests of one of ECS's groups",
      deployed("blue-green-by-ecs", requests),
      noRequests("blue-green-by-ecs"),
    ],
    [
      "a schedule sets the bounds of a colour",
      deployed("blue-green-by-variable", scheduled),
      'services.one.serviceScaling.strategies[0].kind must not be "scheduled" with deployment "blue-green-by-variable", because the variable running_colors sets the bounds of each color, got "scheduled". Use "cpu-target" or "step", or deployment "rolling".',
    ],
    [
      "a forecast raises the maximum of a colour",
      deployed("blue-green-by-variable", {
        serviceScaling: {
          strategies: [
            { kind: "cpu-target" },
            { kind: "predictive", maxCapacityBufferPercent: 10 },
          ],
        },
      }),
      'services.one.serviceScaling.strategies[1].maxCapacityBufferPercent must be removed with deployment "blue-green-by-variable", because the variable running_colors sets the bounds of each color, got 10. Raise maxTasks instead.',
    ],
    [
      "one variable would switch two services",
      {
        services: {
          one: { priority: 1, deployment: { kind: "blue-green-by-variable" } },
          two: { priority: 2, deployment: { kind: "blue-green-by-variable" } },
        },
      },
      'services.two.deployment.kind must not be "blue-green-by-variable" together with that of one, because the variable live_color switches one service, got "blue-green-by-variable". Use "blue-green-by-ecs" or "rolling" here.',
    ],
    [
      "a kind of deployment is unknown",
      deployed("blue-green"),
      'services.one.deployment.kind must be "rolling", "blue-green-by-variable" or "blue-green-by-ecs", got "blue-green". Did you mean "blue-green-by-variable"?',
    ],
  ]);

  test("[talk-service 14] error if the provider may lack what shifts the requests", () => {
    const change = { ...talk(deployed("blue-green-by-ecs")), awsProviderVersion: "~> 5.100" };
    expect(problemsOf(change)).toEqual([
      'dev.systems.talk-service.services.one.deployment.kind must not be "blue-green-by-ecs" with awsProviderVersion "~> 5.100", which allows versions before 6.25.0 that lack its arguments, got "blue-green-by-ecs". Set awsProviderVersion to "~> 6.25", or choose "rolling".',
    ]);
  });

  test("by ECS, scaling by requests is refused, but not by CPU or a schedule", () => {
    expect(problemsOf(talk(deployed("blue-green-by-ecs", scheduled)))).toEqual([]);
    expect(problemsOf(talk(deployed("rolling", requests)))).toEqual([]);
  });
});

describe("sizes", () => {
  talkErrorIf([
    [
      "the threshold to add tasks is not above the one to remove them",
      {
        services: {
          one: {
            priority: 1,
            serviceScaling: {
              strategies: [{ kind: "step", scaleIn: { thresholdPercent: 60 } }],
            },
          },
        },
      },
      "services.one.serviceScaling.strategies[0].scaleIn.thresholdPercent must be below scaleOut.thresholdPercent (60), got 60. Leave a gap wide enough that one step does not cross it.",
    ],
    [
      "the fewest tasks do not fit the cluster",
      {
        services: { one: { priority: 1, serviceScaling: { minTasks: 8 } } },
        capacity: { minInstances: 1, maxInstances: 1 },
      },
      "capacity.maxInstances must be at least 2, to run the minTasks of all services, twice if deployments are blue/green, got 1. Raise it, lower minTasks, or choose a larger instance type.",
    ],
    [
      "a task fits no instance",
      { services: { one: { priority: 1, container: { cpu: 4096 } } } },
      "services.one.container.cpu must fit one instance: a t3.micro has 2048 CPU units, got 4096. Lower it, or choose a larger instance type.",
    ],
  ]);
});

test("warns of a moving tag and of root, of the service that it is about", () => {
  const one = {
    priority: 1,
    image: { kind: "reference", reference: "ghcr.io/acme/one:latest" },
    container: { user: "root" },
  };
  const warnings = warningsOf(talk({ services: { one } }));
  expect(warnings.map((warning) => warning.split(" ")[0])).toEqual([
    "dev.systems.talk-service.services.one.image.reference",
    "dev.systems.talk-service.services.one.container.user",
  ]);
});

describe("images", () => {
  const reference = { kind: "reference", reference: "ghcr.io/acme/one:1.0.0" };
  const same = { kind: "repository", repositoryName: "shared" };

  talkErrorIf([
    [
      "two services make one repository",
      {
        services: { one: { priority: 1, image: same }, two: { priority: 2, image: same } },
      },
      'services.two.image.repositoryName must differ from talk-service.services.one.image.repositoryName, which makes a repository of this name, got "shared". Choose another name.',
    ],
  ]);

  test("error if a service and another system make one repository", () => {
    const services = { one: { priority: 1, image: { ...same, repositoryName: "http-api" } } };
    const change = { systems: { "http-scale-out": {}, "talk-service": { services } } };
    expect(problemsOf(change)).toEqual([
      'dev.systems.talk-service.services.one.image.repositoryName must differ from http-scale-out.image.repositoryName, which makes a repository of this name, got "http-api". Choose another name.',
    ]);
  });

  test("error if an image is out of reach of a network without NAT", () => {
    const network = { kind: "own", zoneCount: 3, nat: "none" };
    const change = talk({ services: { one: { priority: 1, image: reference } } });
    expect(problemsOf({ ...change, network })).toEqual([
      'dev.systems.talk-service.services.one.image.reference must be in an ECR registry while network.nat is "none", for nothing outside AWS is within reach, got "ghcr.io/acme/one:1.0.0". Copy the image to ECR, or give the network a NAT gateway.',
    ]);
  });
});
