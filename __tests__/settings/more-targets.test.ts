import { errorIf, problemsOf, systemErrorIf } from "./settings";

const admin = { port: 9090, paths: ["/admin/*"], priority: 1 };

systemErrorIf([
  [
    "a target has a port that no container has",
    { moreTargets: { admin }, "container.morePorts": [9091] },
    "moreTargets.admin.port must be one of container.morePorts or of the ports of a sidecar (9091), got 9090. Correct it, or add the port there.",
  ],
  [
    "the requests of two target groups would be shifted",
    {
      moreTargets: { admin },
      "container.morePorts": [9090],
      deployment: { kind: "blue-green-by-ecs" },
    },
    'deployment.kind must be "rolling" while the service has moreTargets, because the requests of one target group are shifted, got "blue-green-by-ecs". Use "rolling", or remove moreTargets.',
  ],
  [
    "gRPC has no certificate",
    {
      moreTargets: { admin: { ...admin, protocolVersion: "GRPC" } },
      "container.morePorts": [9090],
    },
    'moreTargets.admin.protocolVersion must be "HTTP1" without a certificate, because clients speak HTTP/2 to a load balancer only by HTTPS, got "GRPC". Set certificate, or leave it out.',
  ],
  [
    "codes of gRPC are expected of HTTP",
    {
      moreTargets: { admin: { ...admin, healthCheck: { grpcCodes: "0" } } },
      "container.morePorts": [9090],
    },
    'moreTargets.admin.healthCheck.grpcCodes must be left out unless protocolVersion is "GRPC", got "0". Set matcher, or protocolVersion.',
  ],
  [
    "two targets have one priority",
    {
      moreTargets: { admin, other: { ...admin, paths: ["/other"] } },
      "container.morePorts": [9090],
    },
    "moreTargets.other.priority must differ from that of admin, because a load balancer tries one after the other, got 1. Choose another number.",
  ],
  [
    "a rule has more wildcards than AWS takes",
    {
      moreTargets: { admin: { ...admin, paths: ["/*/*/*", "/a/*/*/*"] } },
      "container.morePorts": [9090],
    },
    "moreTargets.admin.paths must have at most 5 wildcards in total, the limit of a rule, got 6. Use fewer of * and ?.",
  ],
]);

const image = { kind: "repository", pushedElsewhere: true };
const talk = (moreTargets: object) => ({
  systems: {
    "talk-service": {
      services: {
        talk: { priority: 1, image },
        speaker: { priority: 2, image, container: { morePorts: [9090] }, moreTargets },
      },
    },
  },
});
const SPEAKER = "systems.talk-service.services.speaker.moreTargets.admin";

errorIf([
  [
    "a target has the priority of a service",
    talk({ admin }),
    `${SPEAKER}.priority must differ from that of talk, for a balancer tries one service after the other, got 1. Choose another number.`,
  ],
  [
    "a service takes a target's requests",
    talk({ admin: { ...admin, paths: ["/speaker/admin/*"], priority: 3 } }),
    `${SPEAKER}.paths[0] must not be covered by "/speaker/*" of speaker, which has a lower priority number, because no request would reach it, got "/speaker/admin/*". Give speaker.admin a lower priority number than speaker, or change one of the paths.`,
  ],
]);

errorIf([
  [
    "a target of a daemon has a port that no container has",
    { systems: { "daemon-api": { moreTargets: { admin } } } },
    "systems.daemon-api.moreTargets.admin.port must be one of container.morePorts or of the ports of a sidecar (there is none), got 9090. Correct it, or add the port there.",
  ],
  [
    "a target of rest-api has a port that no container has",
    {
      network: { kind: "own", zoneCount: 2, nat: "single" },
      systems: { "rest-api": { services: { student: { priority: 2, moreTargets: { admin } } } } },
    },
    "systems.rest-api.services.student.moreTargets.admin.port must be one of container.morePorts or of the ports of a sidecar (there is none), got 9090. Correct it, or add the port there.",
  ],
]);

test("a target may be a sidecar's port", () => {
  const sidecar = { image: { kind: "reference", reference: "acme/proxy:1" }, ports: [9090] };
  expect(
    problemsOf({
      "systems.http-scale-out.moreTargets": { admin },
      "systems.http-scale-out.sidecars": { proxy: { ...sidecar, cpu: 32, memoryLimitMiB: 64 } },
    }),
  ).toEqual([]);
});
