import { pagesWithDiagrams } from "../../../tools/diagram/pages";
import { stackDiagram } from "../../../tools/diagram/stack-diagram";
import { projectRoot } from "../../../tools/project-root";
import { StackJson } from "../../../tools/synthesized/stack-json";
import { systems } from "../../../settings/schema/environment";
import { dev } from "../../fixtures/environments/dev";
import { prod } from "../../fixtures/environments/prod";
import { runtimeOf, synthEnvironments } from "../../support/environments";

const { stacks } = synthEnvironments({ dev, prod });
const lines = async (name: string) =>
  (await stackDiagram(new StackJson(stacks[name]!.json))).split("\n");
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
  const { json } = runtimeOf("talk-service", { services, serviceConnect: {} });
  expect(await stackDiagram(new StackJson(json))).toMatch(
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
  const diagram = await stackDiagram(new StackJson(forecasting["http-scale-out-dev"]!.json));
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
