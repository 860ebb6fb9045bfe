import { pagesWithDiagrams } from "../../../tools/diagram/pages";
import { stackDiagram } from "../../../tools/diagram/stack-diagram";
import { projectRoot } from "../../../tools/project-root";
import { StackJson } from "../../../tools/synthesized/stack-json";
import { systems } from "../../../settings/schema/environment";
import { dev } from "../../fixtures/environments/dev";
import { prod } from "../../fixtures/environments/prod";
import { devWith, runtimeOf, synthEnvironments } from "../../support/environments";
import { type Pipeline, pipeline, released } from "../../support/pipelines";
import type { TerraformJson } from "../../support/synth";

const { stacks } = synthEnvironments({ dev, prod });
const diagramOf = ({ json }: Pick<TerraformJson, "json">) => stackDiagram(new StackJson(json));
const lines = async (name: string) => (await diagramOf(stacks[name]!))!.split("\n");
const pages = pagesWithDiagrams(projectRoot());

test("README.md and the page of every system have a diagram", () => {
  const systemPages = Object.keys(systems).map((name) => `docs/reference/systems/${name}.md`);
  expect(pages).toEqual(expect.arrayContaining(["README.md", ...systemPages]));
});

test("shows how clients reach a service, its scaling, and the instances it runs on", async () => {
  const diagram = await lines("http-scale-out-dev");
  expect(diagram).toContain("  client -->|HTTP 80| p1");
  expect(diagram).toContain('  p2["service http-api<br/>1 to 20 tasks<br/>CPU at 80 %"]');
  expect(diagram).toContain("  p2 -.->|runs on| p3");
});

test("shows by which name other services call a service", async () => {
  const services = {
    talk: { priority: 1, image: { kind: "repository", pushedElsewhere: true } },
  } as const;
  expect(await diagramOf(runtimeOf("talk-service", { services, serviceConnect: {} }))).toMatch(
    /service talk-service-ecs<[^"]*<br\/>called as talk:8080"/,
  );
});

test("shows forecasts of tasks and of instances", async () => {
  const { stacks: forecasting } = synthEnvironments({
    dev: {
      ...dev,
      systems: {
        "http-scale-out": {
          ...dev.systems["http-scale-out"],
          serviceScaling: {
            strategies: [
              { kind: "cpu-target" },
              { kind: "predictive", metric: "memory", mode: "forecast-and-scale" },
            ],
          },
          clusterScaling: { kind: "cpu-target", predictive: {} },
        },
      },
    },
  });
  const diagram = await diagramOf(forecasting["http-scale-out-dev"]!);
  expect(diagram).toContain('CPU at 80 %<br/>memory forecast"');
  expect(diagram).toContain("CPU at 30 %, forecast only");
});

test("follows a request through several balancers, by its path, to the database", async () => {
  const diagram = (await lines("rest-api-dev")).join("\n");
  expect(diagram).toMatch(/p1\["REST API.*p2\["internal Network.*p3\["internal Application/s);
  expect(diagram).toMatch(/p1 --> p2\n {2}p2 --> p3\n {2}p3 -->\|".*\/student.*"\| p4/);
  expect(diagram).not.toContain("p1 --> p3");
  expect(diagram).toContain("  p4 --> p6");
});

test("gives each store its own table", async () => {
  const diagram = (await lines("http-api-dev")).join("\n");
  expect(diagram).toMatch(
    /(p\d)\["service food-store[^]*(p\d)\[\("DynamoDB table<br\/>.*food[^]* {2}\1 --> \2/,
  );
});

test("shows a task that no service runs, and the bucket that it writes to", async () => {
  const diagram = (await lines("load-test-dev")).join("\n");
  expect(diagram).toContain('p1["task load-test-dev<br/>started on demand"]');
  expect(diagram).toMatch(/p1 --> p2/);
  expect(diagram).toContain("S3 bucket");
  expect((await lines("http-scale-out-dev")).join("\n")).not.toContain("started on demand");
});

test("leaves out a bucket that only keeps logs", async () => {
  expect((await lines("daemon-api-prod")).join("\n")).not.toContain("S3 bucket");
});

test("draws nothing of a stack without requests, tasks and pipelines", async () => {
  expect(await diagramOf(stacks["state-dev"]!)).toBeUndefined();
});

test("shows who sends to a queue, but no rule that only listens to services", async () => {
  const scheduledTasks = { nightly: { schedule: "rate(1 day)", command: ["clean-up"] } };
  const diagram = await diagramOf(
    runtimeOf("http-scale-out", { scheduledTasks }, { ecsEvents: true }),
  );
  expect(diagram).toMatch(/(p\d)\["EventBridge rule<br\/>http-api-failed-tasks"[^]* {2}\1 --> /);
  expect(diagram!.match(/EventBridge rule/g)).toHaveLength(1);
  expect(diagram).toMatch(
    /(p\d)\["schedule<br\/>http-api-nightly"\][^]*(p\d)\["service[^]*\1 --> \2/,
  );
});

describe("a preview", () => {
  const preview = (settings: object) =>
    diagramOf(synthEnvironments(devWith(settings)).stacks["preview-http-scale-out-dev"]!);

  test("has the load balancer and the instances of its system, and a path of its own", async () => {
    expect((await preview({ previews: {} }))!.split("\n")).toEqual([
      "```mermaid",
      "flowchart LR",
      "  client([Client])",
      '  p1["Application Load Balancer<br/>of http-scale-out-dev"]',
      '  p2["service http-api_pr-123<br/>1 task"]',
      '  p3["instances<br/>of http-scale-out-dev"]',
      "  client --> p1",
      '  p1 -->|"/pr-123/*"| p2',
      "  p2 -.->|runs on| p3",
      "```",
    ]);
  });

  test("has a host of its own", async () => {
    const routing = { kind: "host", domainName: "preview.example.com" };
    expect(await preview({ previews: { routing } })).toContain(
      '-->|"pr-123.preview.example.com/*"| p2',
    );
  });

  test("has no instances on Fargate", async () => {
    const network = { kind: "own", zoneCount: 2, nat: "single" };
    const capacity = { kind: "fargate" };
    const diagram = await preview({ previews: { tasks: 2 }, capacity, network });
    expect(diagram).toContain("http-api_pr-123<br/>2 tasks on Fargate");
    expect(diagram).not.toContain("runs on");
  });
});

describe("a pipeline", () => {
  const drawn = async (settings: Partial<Pipeline>, image: object = { build: {} }) => {
    const worker = {
      ...dev.systems.worker,
      image: { kind: "repository" as const, ...image },
    };
    const { stacks } = synthEnvironments({
      released: {
        ...released,
        systems: { worker },
        notificationEmail: "operations@example.com",
        pipelines: { worker: { ...pipeline, ...settings } },
      },
    });
    return (await diagramOf(stacks["pipeline-worker-released"]!))!;
  };

  test("goes through its stages, in each through its actions, with what they use", async () => {
    const diagram = await drawn({ approval: true });
    const boxes = [
      /start\(\["push to main"\]\)/,
      /subgraph s1\["Source"\]/,
      /s1a1\["acme\/shop<br\/>branch main"\]/,
      /subgraph s2\["Build"\]/,
      /s2a1\["test<br\/>CodeBuild: Tests a commit"\]/,
      /s2a2\["build-x86<br\/>CodeBuild: Builds and pushes images for x86_64"\]/,
      /subgraph s3\["Scan"\]/,
      /s3a1\["scan<br\/>CodeBuild: [^"]*"\]/,
      /subgraph s4\["Review"\]/,
      /s4a1\["plan<br\/>CodeBuild: Plans worker-released, [^"]*"\]/,
      /s4a2\{\{"approve<br\/>waits for a person, asked by SNS"\}\}/,
      /s4a1 --> s4a2/,
      /subgraph s5\["Deploy, rolls back on failure"\]/,
      /s5a1\["apply<br\/>CodeBuild: Applies the plan of worker-released"\]/,
      /start --> s1\n {2}s1 --> s2\n {2}s2 --> s3\n {2}s3 --> s4\n {2}s4 --> s5\n/,
    ];
    expect(diagram).toMatch(new RegExp(boxes.map(({ source }) => source).join("[^]*")));
    expect(diagram).not.toContain("s2a1 --> s2a2");
  });

  test("names the services that ECS updates, and the image that starts it", async () => {
    const diagram = await drawn(
      {
        deploy: { kind: "ecs" },
        source: { kind: "image-push", repository: "acme/shop" },
        rollback: "none",
      },
      { pushedElsewhere: true },
    );
    expect(diagram).toContain('start(["image pushed to worker-released"])');
    expect(diagram).toContain('subgraph s4["Deploy"]');
    expect(diagram).toMatch(/"service worker-released<br\/>in the ECS cluster worker-[^"]*"/);
  });
});
