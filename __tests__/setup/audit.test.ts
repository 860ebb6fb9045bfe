import * as shipped from "../../environments/all";
import type { EnvironmentSettings } from "../../settings/environment";
import { audit, isFailure } from "../../tools/audit/audit";
import { subjectOf } from "../../tools/audit/control";
import { type Policy, readPolicy } from "../../tools/audit/policy";
import { projectRoot } from "../../tools/project-root";
import { StackJson } from "../../tools/synthesized/stack-json";
import { dev } from "../fixtures/environments/dev";
import { prod } from "../fixtures/environments/prod";
import { staging } from "../fixtures/environments/staging";
import { synthEnvironments } from "../support/environments";
import { pipelinesOf } from "../support/pipelines";

/* Not in the unit tier: whoever edits an environment need not edit the exceptions to have it pass. */

const policy = readPolicy(projectRoot());
const today = new Date().toISOString().slice(0, "2026-11-28".length);

function audits(
  environments: Parameters<typeof synthEnvironments>[0],
  isAudited: (stack: string) => boolean,
  { required, exceptions }: Policy = policy,
) {
  const stacks = Object.entries(synthEnvironments(environments).stacks)
    .filter(([name]) => isAudited(name))
    .map(([name, { json }]) => ({ name, file: name, json: new StackJson(json) }));
  return Object.keys(environments).map((environment) => {
    const own = stacks.filter(({ name }) => name.endsWith(`-${environment}`));
    return audit(environment, own, { required, exceptions }, today);
  });
}

const failures = (all: ReturnType<typeof audits>) =>
  all
    .flatMap(({ results }) => results.filter(isFailure))
    .map(({ control, stack, finding }) => `${control.id} ${stack.name} ${subjectOf(finding)}`);

test("the environments have no finding without an exception, and no exception without a finding", () => {
  const all = audits({ ...shipped }, () => true);
  expect(all.flatMap(({ results }) => results).length).toBeGreaterThan(500);
  expect(failures(all)).toEqual([]);
  expect(all.flatMap(({ problems }) => problems.map(({ message }) => message))).toEqual([]);
});

test("what no shipped environment runs has no finding without an exception, either", () => {
  const all = audits({ dev, staging, prod }, (name) => /^(worker|load-test)-/.test(name));
  expect(all.flatMap(({ results }) => results).length).toBeGreaterThan(100);
  expect(failures(all)).toEqual([]);
});

test("keys, policies of endpoints, previews and pipelines by ECS add no finding without an exception", () => {
  const { prod: released } = pipelinesOf({ prod });
  const { systems, pipelines } = released!;
  const previews = { clientCidrs: ["203.0.113.0/24"] };
  const all = audits(
    {
      prod: {
        ...released!,
        customerManagedKeys: {},
        network: {
          kind: "own",
          zoneCount: 3,
          nat: "none",
          flowLogsRetentionDays: 90,
          endpointPolicies: {},
        },
        systems: {
          ...systems,
          "http-scale-out": { ...systems["http-scale-out"], previews },
          "talk-service": { ...systems["talk-service"], previews },
        },
        pipelines: {
          ...pipelines,
          "http-api": { ...pipelines!["http-api"]!, deploy: { kind: "ecs" } },
        },
      },
    },
    () => true,
  );
  expect(all.flatMap(({ stacks }) => stacks.map(({ name }) => name))).toEqual(
    expect.arrayContaining(["preview-http-scale-out-prod", "preview-talk-service-prod"]),
  );
  expect(failures(all)).toEqual([]);
  const about = all.flatMap(({ problems }) => problems.map(({ message }) => message));
  expect(about.filter((message) => /preview|pipeline|kms/.test(message))).toEqual([]);
});

test("the roles of GitHub, that of previews included, have no finding without an exception", () => {
  const github = { repository: "acme/shop", ownerId: 12, repositoryId: 34 };
  const systems = { "http-scale-out": { ...prod.systems["http-scale-out"], previews: {} } };
  const all = audits({ prod: { ...prod, github, systems } }, (name) => name === "github-prod");
  expect(all.flatMap(({ results }) => results).length).toBeGreaterThan(20);
  expect(failures(all)).toEqual([]);
});

test("pipelines of every system have no finding without an exception, and no exception without a finding", () => {
  const { prod: released } = pipelinesOf({ prod });
  const all = audits({ prod: released! }, (name) => name.startsWith("pipeline-"));
  expect(all.flatMap(({ stacks }) => stacks)).toHaveLength(6);
  expect(failures(all)).toEqual([]);
  expect(all.flatMap(({ problems }) => problems.map(({ message }) => message))).toEqual([]);
});

test("receivers, chats, log routers and instrumentation have no finding without an exception in any environment", () => {
  const { dev: released, prod: releasedProd } = pipelinesOf({ dev, prod });
  const slack = { workspaceId: "T0123ABCDEF", channelId: "C0123ABCDEF" };
  const notified = ({ systems, ...rest }: EnvironmentSettings): EnvironmentSettings => ({
    ...rest,
    notificationEmail: "ops@example.com",
    notifications: { slack },
    budget: { monthlyUsd: 100 },
    systems: {
      ...systems,
      worker: { ...systems.worker, logRouter: {} },
      "http-api": {
        ...systems["http-api"],
        services: {
          ...systems["http-api"]?.services,
          food: {
            ...systems["http-api"]?.services?.food,
            image: { kind: "repository", build: {} },
            logRouter: {},
            tracing: { kind: "application-signals", language: "node" },
          },
        },
      },
    },
  });
  const all = audits({ dev: notified(released!), prod: notified(releasedProd!) }, () => true);
  expect(failures(all)).toEqual([]);
  for (const subject of ["chatbot", "log-router", "instrumentation", "chat-role_read-metrics"])
    expect(
      all.flatMap(({ results }) => results.map(({ finding }) => subjectOf(finding))),
    ).toContainEqual(expect.stringContaining(subject));
});
