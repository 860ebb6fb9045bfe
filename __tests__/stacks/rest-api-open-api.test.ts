import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dev } from "../fixtures/environments/dev";
import {
  type EnvironmentSettings,
  formatProblem,
  parseEnvironments,
} from "../../settings/environment";
import { prod } from "../fixtures/environments/prod";
import { staging } from "../fixtures/environments/staging";
import { buildStacks } from "../../stacks/environment-stacks";
import { synthesizeApp } from "../../modules/synthesis/synthesize";
import { devRunning, running } from "../support/environments";

type Environments = Readonly<Record<string, EnvironmentSettings>>;
type Api = NonNullable<NonNullable<EnvironmentSettings["systems"]["rest-api"]>["api"]>;

const folders: string[] = [];

/** Synthesizes as a user does, and returns the folder. */
function synthesized(
  environments: Environments,
  outdir = mkdtempSync(join(tmpdir(), "open-api-")),
) {
  folders.push(outdir);
  const parsed = parseEnvironments(environments);
  const { changed } = synthesizeApp(
    (app, selection) => buildStacks(app, parsed, formatProblem, selection),
    { outdir, environments: Object.keys(environments) },
  );
  return { outdir, changed };
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const fileOf = (outdir: string, environment: string) =>
  join(outdir, "stacks", `rest-api-${environment}`, "openapi.json");
const documentOf = (outdir: string, environment: string) =>
  JSON.parse(readFileSync(fileOf(outdir, environment), "utf8")) as Record<string, any>;

const withApi = (api: Api) =>
  documentOf(synthesized(devRunning("rest-api", { api })).outdir, "dev");

/** Problems that the linter finds, by document. */
function lint(documents: readonly object[]): string[][] {
  const program = join(__dirname, "../support/lint-openapi.mjs");
  const { stdout, stderr, status } = spawnSync(process.execPath, [program], {
    input: JSON.stringify(documents),
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as string[][];
}

const all = {
  dev: running("rest-api", dev),
  staging: running("rest-api", staging),
  prod: running("rest-api", prod),
};
const { outdir } = synthesized(all);
const document = documentOf(outdir, "dev");

test("a document of the API stands beside the JSON of each environment's stack", () => {
  for (const environment of Object.keys(all)) {
    expect(existsSync(fileOf(outdir, environment))).toBe(true);
  }
});

test("it is the same at every synth, which then changes no stack", () => {
  const before = readFileSync(fileOf(outdir, "dev"), "utf8");
  expect(synthesized(all, outdir).changed).toEqual([]);
  expect(readFileSync(fileOf(outdir, "dev"), "utf8")).toBe(before);
});

test("it goes with its stack", () => {
  const { outdir: own } = synthesized({ dev: running("rest-api", dev) });
  synthesized({ dev: running("http-scale-out", dev) }, own);
  expect(existsSync(fileOf(own, "dev"))).toBe(false);
});

test("it has the paths, methods, parameters and bodies that the API has", () => {
  expect(Object.keys(document["paths"])).toEqual([
    "/student",
    "/student/{student_id}",
    "/subject",
    "/subject/{subject_id}",
  ]);
  const { get } = document["paths"]["/student/{student_id}"];
  expect(get).toMatchObject({
    operationId: "GetStudentByStudentId",
    parameters: [{ name: "student_id", in: "path", required: true }],
  });
  const { post } = document["paths"]["/student"];
  const { $ref } = post.requestBody.content["application/json"].schema;
  const json = JSON.parse(
    readFileSync(join(outdir, "stacks", "rest-api-dev", "cdk.tf.json"), "utf8"),
  ) as Record<string, any>;
  const models = Object.values<any>(json["resource"].aws_api_gateway_model);
  const model = models.find(({ name }) => name === "PostStudentBody");
  const { $schema, ...schema } = JSON.parse(model.schema) as Record<string, unknown>;
  expect($schema).toContain("draft-04");
  expect(document["components"].schemas[($ref as string).split("/").at(-1)!]).toEqual(schema);
});

const secured = {
  cognito: withApi({
    authorizer: {
      kind: "cognito",
      userPoolArns: ["arn:aws:cognito-idp:us-east-2:111122223333:userpool/us-east-2_Abc123"],
    },
  }),
  iam: withApi({ authorizer: { kind: "iam" } }),
  keys: withApi({
    usagePlan: { throttling: { requestsPerSecond: 5, burst: 5 }, clients: ["web"] },
    domain: { domainName: "api.example.com", hostedZoneId: "Z0123456789ABC", basePath: "v1" },
  }),
};

test("it says what callers must show", () => {
  expect(document["security"]).toEqual([]);
  expect(secured.cognito["security"]).toEqual([{ cognito: [] }]);
  expect(secured.iam["security"]).toEqual([{ iam: [] }]);
  expect(secured.keys["components"].securitySchemes.apiKey).toEqual({
    type: "apiKey",
    in: "header",
    name: "x-api-key",
  });
  expect(secured.keys["servers"]).toEqual([{ url: "https://api.example.com/v1" }]);
});

test("it holds up against a linter, in every environment and with every kind of caller", () => {
  const documents = [
    ...Object.keys(all).map((environment) => documentOf(outdir, environment)),
    ...Object.values(secured),
  ];
  expect(lint(documents)).toEqual(documents.map(() => []));
});

test("the linter finds what is wrong", () => {
  const [problems] = lint([{ ...document, paths: { "/student/{id}": { get: {} } } }]);
  expect(problems!.join("\n")).toMatch(/operation-operationId[^]*|path-parameters-defined/);
});
