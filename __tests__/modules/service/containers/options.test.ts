import { containerDefinition } from "../../../../modules/service/task-definition/container";
import type { TaskDefinitionProps } from "../../../../modules/service/task-definition/task-definition";
import { containerDefinitions } from "../../../support/container-definitions";
import { synth } from "../../../support/synth";
import { container, FARGATE, task } from "../fixtures";

type Props = Parameters<typeof container>[0];

const onBridge = (props: Props) =>
  containerDefinition(container(props), "bridge") as Record<string, unknown>;

test.each<[string, Props, object]>([
  ["a program", { entryPoint: ["/sbin/tini", "--"] }, { entryPoint: ["/sbin/tini", "--"] }],
  [
    "ports of both protocols",
    { ports: [80, 9090], udpPorts: [8125] },
    {
      portMappings: [
        { containerPort: 80, hostPort: 0, protocol: "tcp" },
        { containerPort: 9090, hostPort: 0, protocol: "tcp" },
        { containerPort: 8125, hostPort: 0, protocol: "udp" },
      ],
    },
  ],
  ["its folder", { workingDirectory: "/srv/app" }, { workingDirectory: "/srv/app" }],
  [
    "files of variables",
    { environmentFiles: ["arn:aws:s3:::shop/web.env"] },
    { environmentFiles: [{ type: "s3", value: "arn:aws:s3:::shop/web.env" }] },
  ],
  [
    "labels",
    { dockerLabels: { "com.shop/team": "a" } },
    { dockerLabels: { "com.shop/team": "a" } },
  ],
  [
    "limits, by name",
    { ulimits: { nofile: { soft: 1024, hard: 4096 }, core: { soft: 0, hard: -1 } } },
    {
      ulimits: [
        { name: "core", softLimit: 0, hardLimit: -1 },
        { name: "nofile", softLimit: 1024, hardLimit: 4096 },
      ],
    },
  ],
  [
    "capabilities",
    { capabilities: { add: ["NET_ADMIN", "IPC_LOCK"], drop: ["ALL"] } },
    { linuxParameters: { capabilities: { add: ["IPC_LOCK", "NET_ADMIN"], drop: ["ALL"] } } },
  ],
  [
    "file systems in memory",
    { tmpfs: { "/run": { sizeMiB: 16 } }, shmSizeMiB: 256 },
    { linuxParameters: { sharedMemorySize: 256, tmpfs: [{ containerPath: "/run", size: 16 }] } },
  ],
  [
    "hosts",
    { extraHosts: { "db.internal": "10.0.0.9" } },
    { extraHosts: [{ hostname: "db.internal", ipAddress: "10.0.0.9" }] },
  ],
  [
    "resolvers",
    { dnsServers: ["10.0.0.2"], dnsSearchDomains: ["corp.example.com"] },
    { dnsServers: ["10.0.0.2"], dnsSearchDomains: ["corp.example.com"] },
  ],
  [
    "a restart policy",
    { restartPolicy: { ignoredExitCodes: [0] } },
    { restartPolicy: { enabled: true, ignoredExitCodes: [0], restartAttemptPeriod: 300 } },
  ],
])("passes on %s, and nothing else", (_, props, expected) => {
  expect(onBridge(props)).toEqual({ ...onBridge({}), ...expected });
});

test("on Fargate, a writable path is a file system in memory beside those with a size of their own", () => {
  const definition = containerDefinition(
    container({ writablePaths: ["/tmp"], tmpfs: { "/run": { sizeMiB: 16 } } }),
    "awsvpc",
  );
  expect(definition).toMatchObject({
    linuxParameters: {
      tmpfs: [
        { containerPath: "/run", size: 16 },
        { containerPath: "/tmp", size: 64 },
      ],
    },
  });
});

test("lets ECS read the files of variables, and ask where their buckets are", () => {
  const files = ["arn:aws:s3:::shop/b.env", "arn:aws:s3:::shop/a.env"];
  const json = synth((stack) => {
    task(stack, { containers: [container({ environmentFiles: files })] });
  });
  const { policy } = json.resource("aws_iam_role_policy");
  expect(json.referenced(policy as string)["statement"]).toEqual([
    { actions: ["s3:GetObject"], resources: [...files].sort() },
    { actions: ["s3:GetBucketLocation"], resources: ["arn:aws:s3:::shop"] },
  ]);
});

describe("refuses", () => {
  const synthTask = (props: Props, compatibility?: TaskDefinitionProps["compatibility"]) =>
    synth((stack) => {
      task(stack, { ...(compatibility && { compatibility }), containers: [container(props)] });
    });

  test.each<[string, Props, string]>([
    [
      "another limit than nofile",
      { ulimits: { core: { soft: 0, hard: 0 } } },
      "`containers[web].ulimits.core` must be left out on Fargate",
    ],
    [
      "a capability",
      { capabilities: { add: ["NET_ADMIN"] } },
      '`containers[web].capabilities.add` must be SYS_PTRACE alone on Fargate, which supports no other capability, got "NET_ADMIN"',
    ],
    ["shared memory", { shmSizeMiB: 64 }, "`containers[web].shmSizeMiB` must be left out"],
    ["hosts", { extraHosts: { a: "10.0.0.1" } }, "`containers[web].extraHosts` must be left out"],
    ["resolvers", { dnsServers: ["10.0.0.2"] }, "`containers[web].dnsServers` must be left out"],
    [
      "domains",
      { dnsSearchDomains: ["a.b"] },
      "`containers[web].dnsSearchDomains` must be left out",
    ],
  ])("on Fargate %s, which an instance takes", (_, props, message) => {
    expect(() => synthTask(props, FARGATE)).toThrow(message);
    expect(() => synthTask(props)).not.toThrow();
  });

  test.each<[string, Props]>([
    ["dockerLabels", { dockerLabels: { team: "a" } }],
    ["tmpfs", { tmpfs: { "/run": { sizeMiB: 8 } } }],
    ["shmSizeMiB", { shmSizeMiB: 64 }],
    ["extraHosts", { extraHosts: { a: "10.0.0.1" } }],
    ["dnsServers", { dnsServers: ["10.0.0.2"] }],
    ["dnsSearchDomains", { dnsSearchDomains: ["a.b"] }],
  ])("on managed instances %s, which a group's instance takes", (field, props) => {
    expect(() => synthTask(props, { kind: "managed-instances" })).toThrow(
      `\`containers[web].${field}\` must be left out on ECS Managed Instances`,
    );
    expect(() => synthTask(props)).not.toThrow();
  });

  test("on managed instances what a task of a size has no room for", () => {
    const size = { cpu: 256, memoryMiB: 512 };
    const ofSize = { kind: "managed-instances", size } as const;
    expect(() => synthTask({ cpu: 512, memoryLimitMiB: 512 }, ofSize)).toThrow(
      "`cpu` of all containers must not exceed the task's 256, got 512 = 512",
    );
    const withStorage = { ...ofSize, size: { ...size, ephemeralStorageGiB: 30 } };
    expect(() => synthTask({}, withStorage)).toThrow(
      "`compatibility.size.ephemeralStorageGiB` must be unset on ECS Managed Instances",
    );
  });

  test.each<[string, Props, string]>([
    [
      "a soft limit above the hard one",
      { ulimits: { nofile: { soft: -1, hard: 9 } } },
      "`containers[web].ulimits.nofile.soft` must not be above hard (9), got -1",
    ],
    [
      "two file systems at one path",
      { writablePaths: ["/tmp"], tmpfs: { "/tmp": { sizeMiB: 1 } } },
      "`containers[web].writablePaths` must not hold /tmp",
    ],
    [
      "a file of variables by its URL",
      { environmentFiles: ["s3://shop/web.env"] },
      "`containers[web].environmentFiles` must be the ARN of an S3 object",
    ],
    [
      "a restart after less than a minute",
      { restartPolicy: { attemptPeriodSeconds: 59 } },
      "`containers[web].restartPolicy.attemptPeriodSeconds` must be from 60 to 1800, got 59",
    ],
    [
      "a folder without a slash",
      { workingDirectory: "srv" },
      "`containers[web].workingDirectory` must be an absolute path",
    ],
  ])("everywhere %s", (_, props, message) => {
    expect(() => synthTask(props)).toThrow(message);
  });
});

test("takes SYS_PTRACE and nofile on Fargate, and drops any capability", () => {
  const json = synth((stack) => {
    task(stack, {
      compatibility: FARGATE,
      containers: [
        container({
          capabilities: { add: ["SYS_PTRACE"], drop: ["ALL"] },
          ulimits: { nofile: { soft: 65_535, hard: 65_535 } },
        }),
      ],
    });
  });
  const [web] = containerDefinitions(
    json.resource("aws_ecs_task_definition").container_definitions as string,
  );
  expect(web).toMatchObject({
    linuxParameters: { capabilities: { add: ["SYS_PTRACE"], drop: ["ALL"] } },
    ulimits: [{ name: "nofile" }],
  });
});
