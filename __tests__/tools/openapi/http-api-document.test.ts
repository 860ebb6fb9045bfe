import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { httpApiDocument, routeKeysOf } from "../../../tools/openapi/http-api-document";
import { StackJson } from "../../../tools/synthesized/stack-json";
import { type HttpApiSettings, routeKeys, stores } from "../../stacks/http-api-fixtures";
import type { TerraformJson } from "../../support/synth";

mkdirSync(".build", { recursive: true });
const folder = relative(process.cwd(), mkdtempSync(join(".build", "open-api-")));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const exported = ({ json }: TerraformJson) => httpApiDocument(new StackJson(json))!;

/** The stack that imports a document in place of its own routes. */
function imported(document: object, settings: HttpApiSettings["api"] = {}): TerraformJson {
  const openApiFile = `${folder}/stores.json`;
  writeFileSync(openApiFile, JSON.stringify(document));
  return stores({ api: { ...settings, openApiFile } });
}

const runtime = stores();
const document = exported(runtime);

test("the document has the routes of the stack", () => {
  expect(routeKeysOf(document)).toEqual(routeKeys(runtime));
  expect(routeKeys(runtime)).toHaveLength(4);
});

test("an operation says what of the route is needed to make it again", () => {
  const paths = document.paths as Record<string, Record<string, any>>;
  const { get, put, parameters } = paths["/foodstore/foods/{foodId}"]!;
  expect(parameters).toEqual([
    { name: "foodId", in: "path", required: true, schema: { type: "string" } },
  ]);
  expect(get.security).toBeUndefined();
  expect(put.security).toEqual([{ "my-authorizer": [] }]);
  const integration = put["x-amazon-apigateway-integration"];
  expect(integration).toMatchObject({
    type: "http_proxy",
    httpMethod: "ANY",
    connectionType: "VPC_LINK",
    payloadFormatVersion: "1.0",
  });
  expect(runtime.referenced(integration.uri as string).name).toBe("foods.foodstore");
  expect(runtime.referenced(integration.connectionId as string)).toBe(
    runtime.resource("aws_apigatewayv2_vpc_link"),
  );
});

test("the authorizer and CORS go along", () => {
  const { components, "x-amazon-apigateway-cors": cors } = document as Record<string, any>;
  const authorizer = runtime.resource("aws_apigatewayv2_authorizer");
  expect(components.securitySchemes["my-authorizer"]["x-amazon-apigateway-authorizer"]).toEqual({
    type: "jwt",
    identitySource: "$request.header.Authorization",
    jwtConfiguration: authorizer.jwt_configuration,
  });
  expect(cors.allowMethods).toEqual(["GET", "PUT"]);
});

test("imported as the API's body, the document makes the same routes, and is exported again as it was", () => {
  const again = imported(document);
  expect(routeKeys(again)).toEqual([]);
  expect(again.resources("aws_apigatewayv2_integration")).toEqual([]);
  const api = again.resource("aws_apigatewayv2_api");
  expect(JSON.parse(api.body as string)).toEqual(document);
  expect(api.cors_configuration).toEqual(
    runtime.resource("aws_apigatewayv2_api").cors_configuration,
  );
  expect(exported(again)).toEqual(document);
  expect(routeKeysOf(exported(again))).toEqual(routeKeys(runtime));
});

test("everything that the document refers to is in the stack that imports it", () => {
  const again = imported(document);
  const references = [...JSON.stringify(document).matchAll(/\$\{[^}]+\}/g)].map(([found]) => found);
  expect(references.length).toBeGreaterThan(5);
  for (const reference of references) expect(again.referenced(reference)).toBeDefined();
});

test("a stage with a name takes it off the path in the document, too", () => {
  const named = exported(stores({ api: { stageName: "live" } }));
  expect(JSON.stringify(named)).toContain('"requestParameters":{"overwrite:path":"$request.path"}');
});

test("a stack without an HTTP API has no document", () => {
  expect(httpApiDocument(new StackJson({ resource: {} }))).toBeUndefined();
});

test("the API takes the document's version over, which every plan would otherwise take away", () => {
  const info = { title: "ecsapi-demo", version: "2.3" };
  const api = imported({ ...document, info }).resource("aws_apigatewayv2_api");
  expect(api.version).toBe("2.3");
});

test("error if the file to import is no JSON", () => {
  writeFileSync(`${folder}/broken.json`, "openapi: 3.0.1");
  expect(() => stores({ api: { openApiFile: `${folder}/broken.json` } })).toThrow(
    /`openApiFile` must hold an OpenAPI document as JSON/,
  );
});

test("error if the file to import is missing", () => {
  expect(() => stores({ api: { openApiFile: "openapi/missing.json" } })).toThrow(
    /`openApiFile` must be a file that exists, got openapi\/missing\.json/,
  );
});

test("the command names the stacks that have an HTTP API", () => {
  const run = spawnSync(
    process.execPath,
    ["tools/run.mjs", "tools/openapi/main.ts", "http-api-nowhere"],
    { encoding: "utf8" },
  );
  expect(run.status).toBe(1);
  expect(run.stderr).toMatch(
    /There is no stack with an HTTP API called http-api-nowhere|run "npm run synth" first/,
  );
});
