import { errorIf, problemsOf, system, systemErrorIf, warningsOf } from "./settings";

const cookie = { kind: "lb-cookie" };

systemErrorIf([
  [
    "clients stick to tasks that a new release replaces",
    { "loadBalancer.stickiness": cookie, deployment: { kind: "blue-green-by-ecs" } },
    'deployment.kind must be "rolling" while loadBalancer.stickiness is set, because clients that stick to a task are not shifted to a new release, got "blue-green-by-ecs". Use "rolling", or remove stickiness.',
  ],
  [
    "tasks scale on requests that are not shared",
    {
      "loadBalancer.stickiness": cookie,
      "serviceScaling.strategies": [{ kind: "requests-target", requestsPerTarget: 100 }],
    },
    'serviceScaling.strategies[0].kind must not be "requests-target" while loadBalancer.stickiness is set, because its requests per task are an average, which new tasks lower while clients stay with the full ones, got "requests-target". Use "cpu-target", or remove stickiness.',
  ],
  [
    "a program's cookie has the name of the load balancer's",
    { "loadBalancer.stickiness": { kind: "app-cookie", cookieName: "AWSALB" } },
    'loadBalancer.stickiness.cookieName must be 1 to 256 letters, digits, hyphens, underscores and dots, as in "session", and must not begin with "AWSALB", as the cookies of the load balancer do, got "AWSALB".',
  ],
  [
    "a session is longer than AWS has any",
    { "loadBalancer.stickiness": { ...cookie, durationSeconds: 604_801 } },
    "loadBalancer.stickiness.durationSeconds must be a whole number from 1 to 604800, got 604801.",
  ],
]);

errorIf([
  [
    "clients of gRPC are to keep cookies",
    {
      domain: { name: "example.com", hostedZoneId: "Z0123456789EXAMPLE" },
      ...system({
        loadBalancer: {
          stickiness: cookie,
          protocolVersion: "GRPC",
          domainName: "shop.example.com",
          certificate: { kind: "request" },
        },
      }),
    },
    'systems.http-scale-out.loadBalancer.stickiness must be left out while protocolVersion is "GRPC", whose clients do not store cookies, got "lb-cookie". Remove it.',
  ],
]);

test("each service of a system is looked at", () => {
  const image = { kind: "repository", pushedElsewhere: true };
  const services = {
    talk: { priority: 1, image, deployment: { kind: "blue-green-by-variable" } },
    speaker: { priority: 2, image },
  };
  const systems = { "talk-service": { services, loadBalancer: { stickiness: cookie } } };
  expect(problemsOf({ systems })).toEqual([
    expect.stringContaining(
      'services.talk.deployment.kind must be "rolling" while loadBalancer.stickiness is set',
    ),
  ]);
});

test("warns of sessions that make scaling slower", () => {
  expect(
    warningsOf(system({ "loadBalancer.stickiness": { ...cookie, durationSeconds: 600 } })),
  ).toContain(
    "dev.systems.http-scale-out.loadBalancer.stickiness makes scaling slower: a new task receives new clients only, and those of a full task stay until they pause for 600 s. A task that ends takes its sessions with it. Keep sessions outside of the tasks, or lower durationSeconds.",
  );
});
