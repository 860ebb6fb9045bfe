import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { RunningLocal } from "../../../tools/load-test/local/running-system";
import { calibrationFile, simulationOf } from "../../../tools/load-test/prediction/simulation";
import type { Status } from "../../../tools/local/control/status";

let root: string;
const former = process.env.CDKTF_OUTDIR;

const container = {
  name: "api",
  image: "x",
  cpu: 256,
  memory: 512,
  essential: true,
  portMappings: [{ containerPort: 80 }],
};

/** A service on Fargate behind a balancer, of four tasks. */
const resource = {
  aws_ecs_cluster: { c: { name: "cluster" } },
  aws_ecs_task_definition: {
    t: {
      network_mode: "awsvpc",
      cpu: "256",
      memory: "512",
      container_definitions: JSON.stringify([container]),
    },
  },
  aws_ecs_service: {
    s: {
      name: "api",
      desired_count: 4,
      launch_type: "FARGATE",
      task_definition: "${aws_ecs_task_definition.t.arn}",
      load_balancer: [
        {
          target_group_arn: "${aws_lb_target_group.g.arn}",
          container_name: "api",
          container_port: 80,
        },
      ],
    },
  },
  aws_lb: { b: { name: "b" } },
  aws_lb_listener: {
    l: {
      load_balancer_arn: "${aws_lb.b.arn}",
      port: 80,
      protocol: "HTTP",
      default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.g.arn}" }],
    },
  },
  aws_lb_target_group: { g: { port: 80 } },
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "simulation-"));
  process.env.CDKTF_OUTDIR = root;
  const json = { provider: { aws: [{ region: "eu-west-1" }] }, resource };
  writeFileSync(join(root, "web-dev.json"), JSON.stringify(json));
  const stack = {
    name: "web-dev",
    workingDirectory: ".",
    synthesizedStackPath: "web-dev.json",
    dependencies: [],
  };
  writeFileSync(join(root, "manifest.json"), JSON.stringify({ stacks: { "web-dev": stack } }));
});

afterEach(() => {
  if (former === undefined) delete process.env.CDKTF_OUTDIR;
  else process.env.CDKTF_OUTDIR = former;
  rmSync(root, { recursive: true });
});

const load = { name: "constant", seconds: 60, rateAt: () => 40 };

const local: RunningLocal = {
  stack: "web-dev",
  status: () =>
    Promise.resolve({
      speed: 10,
      services: [{ name: "api", desiredCount: 2, scaling: null }],
    } as unknown as Status),
};

function calibrated(cpuMsPerRequest: number): string {
  const file = calibrationFile(root, "web-dev");
  mkdirSync(dirname(file), { recursive: true });
  const localBalancer = { constantMs: 20, exponentialMs: 0 };
  writeFileSync(file, JSON.stringify({ parameters: { cpuMsPerRequest }, localBalancer }));
  return file;
}

const simulate = async (of: Partial<Parameters<typeof simulationOf>[0]>) =>
  (await simulationOf({ root, stack: "web-dev", local: undefined, file: undefined, ...of }))?.(
    load,
    60,
  );

test("a deployed stack is simulated as cdktf.out has it, also without parameters of one's own", async () => {
  const found = await simulate({});
  expect(found?.basis).toContain("default parameters");
  expect(found?.points.at(-1)?.services).toMatchObject({ api: { desired: 4, running: 4 } });
  expect(found?.servedPerSecond).toBeCloseTo(40, 0);
});

test("a calibration is used where there is one, and a file that is named goes before it", async () => {
  calibrated(1);
  const found = await simulate({});
  expect(found?.basis).toBe(join(".build", "load-test", "web-dev.parameters.json"));
  const other = join(root, "other.json");
  writeFileSync(other, '{"parameters":{"cpuMsPerRequest":20}}');
  const slower = await simulate({ file: other });
  expect(slower?.basis).toBe("other.json");
  expect(slower!.latency.p95!).toBeGreaterThan(5 * found!.latency.p95!);
});

test("a local run has its own number of tasks, and its balancer's time in each request", async () => {
  calibrated(1);
  const [deployed, found] = [await simulate({}), await simulate({ local })];
  expect(found?.points.at(-1)?.services).toMatchObject({ api: { desired: 2 } });
  expect(found?.points.at(-1)?.second).toBeCloseTo(60);
  expect(found!.latency.p50! - deployed!.latency.p50!).toBeGreaterThan(17);
});

test("a local run that was not calibrated is not simulated", async () => {
  expect(await simulate({ local })).toBeUndefined();
});

test("names the nearest stack", async () => {
  await expect(simulate({ stack: "web-dve" })).rejects.toThrow("Did you mean web-dev?");
});
