import { errorIf, parsed, problemsOf, system, systemErrorIf } from "./settings";

systemErrorIf([
  [
    "a variable would be changed on its way",
    { "container.environment": { NAME: "Jose\u0301" } },
    'container.environment.NAME must be Unicode in its composed form (NFC), to which Terraform changes all text. Write it with .normalize("NFC").',
  ],
  [
    "an argument has half a character",
    { "container.command": ["echo", "\ud83d"] },
    'container.command[1] must be Unicode in its composed form (NFC), to which Terraform changes all text. Write it with .normalize("NFC").',
  ],
  [
    "the entry point is a line",
    { "container.entryPoint": "tini --" },
    'container.entryPoint must be a list of 1 to 100 arguments, got "tini --".',
  ],
  [
    "the working directory is relative",
    { "container.workingDirectory": "srv" },
    'container.workingDirectory must be an absolute path, as in "/tmp", got "srv".',
  ],
  [
    "a file of variables is no object of S3",
    { "container.environmentFiles": ["s3://shop/web.env"] },
    'container.environmentFiles[0] must be the ARN of an S3 object whose name ends in ".env", as in "arn:aws:s3:::shop-settings/web.env", got "s3://shop/web.env".',
  ],
  [
    "a limit is none of Linux",
    { "container.ulimits": { files: { soft: 1, hard: 1 } } },
    "container.ulimits.files must have a name that is one of core, cpu, data, fsize, locks, memlock, msgqueue, nice, nofile, nproc, rss, rtprio, rttime, sigpending, stack.",
  ],
  [
    "a soft limit is above the hard one",
    { "container.ulimits": { nofile: { soft: 4096, hard: 1024 } } },
    "container.ulimits.nofile.soft must not be above hard (1024), got 4096. Lower soft or raise hard; -1 is no limit.",
  ],
  [
    "a file system in memory has no size",
    { "container.tmpfs": { "/run": {} } },
    'container.tmpfs["/run"].sizeMiB must be a whole number from 1 to 1048576, but is missing.',
  ],
  [
    "two file systems are at one path",
    { "container.writablePaths": ["/run"], "container.tmpfs": { "/run": { sizeMiB: 1 } } },
    'container.writablePaths must not hold /run, where tmpfs mounts another file system, got "/run". Remove one of them.',
  ],
  [
    "a host has no address",
    { "container.extraHosts": { "db.internal": "db" } },
    'container.extraHosts["db.internal"] must be an IP address, as in "10.0.0.2", got "db".',
  ],
  [
    "a label holds a secret",
    { "container.dockerLabels": { key: `AKIA${"A".repeat(16)}` } },
    "container.dockerLabels.key must not hold a secret, and has the form of an AWS access key. Set it in secrets, which the program reads, got text that looks like a secret.",
  ],
  [
    "the entry point holds a secret",
    { "container.entryPoint": ["run", `--token=${"a1B2".repeat(9)}`] },
    "container.entryPoint[1] must not hold a secret, and has a password in it: everyone who may read the task definition can read it (ECS.8). Store the value in Secrets Manager or an SSM parameter, and set its ARN in secrets.",
  ],
  [
    "the restart policy restarts at once",
    { "container.restartPolicy": { attemptPeriodSeconds: 10 } },
    "container.restartPolicy.attemptPeriodSeconds must be a whole number from 60 to 1800, got 10.",
  ],
  [
    "the container is privileged",
    { "container.privileged": true },
    "container.privileged must be removed: a privileged container is root on its instance (ECS.4). Add single capabilities in capabilities.add.",
  ],
]);

const STORE = "systems.http-api.services.food.container";
const onFargate = (container: object) => ({
  network: { kind: "own", zoneCount: 2, nat: "single" },
  systems: { "http-api": { services: { food: { container } } } },
});

describe("on Fargate", () => {
  errorIf([
    [
      "a limit is not nofile",
      onFargate({ ulimits: { memlock: { soft: -1, hard: -1 } } }),
      `${STORE}.ulimits.memlock must be left out on Fargate, which supports no limit other than nofile, got an object. Remove it, or run the tasks on instances.`,
    ],
    [
      "a capability is added",
      onFargate({ capabilities: { add: ["SYS_PTRACE", "NET_ADMIN"] } }),
      `${STORE}.capabilities.add must be SYS_PTRACE alone on Fargate, which supports no other capability, got "NET_ADMIN". Remove the others, or run the tasks on instances.`,
    ],
    [
      "/dev/shm has a size",
      onFargate({ shmSizeMiB: 128 }),
      `${STORE}.shmSizeMiB must be left out on Fargate, which does not size /dev/shm, got 128. Let the program use a tmpfs directory, or run the tasks on instances.`,
    ],
    [
      "a resolver is given",
      onFargate({ dnsServers: ["10.0.0.2"] }),
      `${STORE}.dnsServers must be left out on Fargate, whose tasks resolve names by their VPC (network mode awsvpc), got a list of 1 entry. Write the names into a private hosted zone, or set the resolver in the VPC's DHCP options.`,
    ],
  ]);

  test("what it has is taken", () => {
    const container = {
      entryPoint: ["/sbin/tini", "--"],
      workingDirectory: "/srv",
      ulimits: { nofile: { soft: 65_535, hard: 65_535 } },
      capabilities: { add: ["SYS_PTRACE"], drop: ["ALL"] },
      tmpfs: { "/run": { sizeMiB: 16 } },
      restartPolicy: {},
    };
    expect(problemsOf(onFargate(container))).toEqual([]);
  });

  test("a worker is refused what its capacity lacks, and takes it on instances", () => {
    const worker = (capacity: object) => ({
      network: { kind: "own", zoneCount: 2, nat: "single" },
      systems: { worker: { container: { shmSizeMiB: 128 }, capacity } },
    });
    expect(problemsOf(worker({ kind: "fargate" })).join()).toContain(
      "worker.container.shmSizeMiB must be left out on Fargate",
    );
    expect(problemsOf(worker({ kind: "instances" }))).toEqual([]);
  });
});

test("a restart policy has the period of AWS", () => {
  const { systems } = parsed(system({ "container.restartPolicy": {} }));
  expect(systems["http-scale-out"]?.container.restartPolicy).toEqual({
    ignoredExitCodes: [],
    attemptPeriodSeconds: 300,
  });
});
