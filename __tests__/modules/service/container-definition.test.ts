import {
  containerDefinition,
  type NetworkMode,
} from "../../../modules/service/task-definition/container";
import { container } from "./fixtures";

const onBridge = (props: Parameters<typeof container>[0]) =>
  containerDefinition(container(props), "bridge") as Record<string, unknown>;

test("says the whole of a container, with the safe values where none is given", () => {
  expect(onBridge({})).toEqual({
    name: "web",
    image: "example.com/shop:1.0.0",
    cpu: 256,
    memory: 256,
    essential: true,
    portMappings: [{ containerPort: 80, hostPort: 0, protocol: "tcp" }],
    user: "1000:1000",
    readonlyRootFilesystem: true,
    stopTimeout: 30,
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": "/ecs/shop",
        "awslogs-region": "eu-west-1",
        "awslogs-stream-prefix": "shop",
        mode: "non-blocking",
        "max-buffer-size": "25m",
      },
    },
  });
});

test("takes the container's own port where the task has an address of its own", () => {
  expect(containerDefinition(container({ ports: [8080] }), "awsvpc")).toMatchObject({
    portMappings: [{ containerPort: 8080, hostPort: 8080 }],
  });
});

test("lets a user without rights listen below 1024 where Docker's bridge does not lift the kernel's rule", () => {
  const controls = (props: Parameters<typeof container>[0], mode: NetworkMode = "awsvpc") =>
    (containerDefinition(container(props), mode) as Record<string, unknown>)["systemControls"];
  expect(controls({ ports: [80, 8080] })).toEqual([
    { namespace: "net.ipv4.ip_unprivileged_port_start", value: "80" },
  ]);
  expect(controls({}, "bridge")).toBeUndefined();
  expect(controls({ ports: [8080] })).toBeUndefined();
  expect(controls({ ports: undefined })).toBeUndefined();
  expect(controls({ user: "0:0" })).toBeUndefined();
});

test("sorts environment and secrets by name, so that their order is no change", () => {
  const definition = onBridge({
    environment: { B: "2", A: "1" },
    secrets: {
      D: "arn:aws:ssm:eu-west-1:123456789012:parameter/d",
      C: { kind: "secrets-manager", arn: "arn:c", jsonKey: "password" },
    },
  });
  expect(definition.environment).toEqual([
    { name: "A", value: "1" },
    { name: "B", value: "2" },
  ]);
  expect(definition.secrets).toEqual([
    { name: "C", valueFrom: "arn:c:password::" },
    { name: "D", valueFrom: "arn:aws:ssm:eu-west-1:123456789012:parameter/d" },
  ]);
});

test("passes on what is asked for", () => {
  expect(
    onBridge({
      memoryReservationMiB: 100,
      essential: false,
      command: ["serve", "--fast"],
      user: "0",
      readonlyRootFilesystem: false,
      stopTimeoutSeconds: 90,
      initProcessEnabled: true,
      healthCheck: { command: ["CMD", "true"], intervalSeconds: 10, startPeriodSeconds: 5 },
      logging: { groupName: "g", region: "r", streamPrefix: "p", bufferMiB: 4 },
    }),
  ).toMatchObject({
    memoryReservation: 100,
    essential: false,
    command: ["serve", "--fast"],
    user: "0",
    readonlyRootFilesystem: false,
    stopTimeout: 90,
    linuxParameters: { initProcessEnabled: true },
    healthCheck: { command: ["CMD", "true"], interval: 10, timeout: 5, retries: 3, startPeriod: 5 },
    logConfiguration: { options: { "max-buffer-size": "4m" } },
  });
});

test("mounts a volume at each writable path", () => {
  expect(onBridge({ writablePaths: ["/var/run/app/", "/tmp"] }).mountPoints).toEqual([
    { sourceVolume: "web-tmp", containerPath: "/tmp", readOnly: false },
    { sourceVolume: "web-var-run-app", containerPath: "/var/run/app/", readOnly: false },
  ]);
});
