import { Fn } from "cdktf";
import type { ApiDefinition } from "../../../../modules/api/rest-api/api-definition";
import { operationName, parametersOf } from "../../../../modules/api/rest-api/api-definition";
import { RestApi, type RestApiProps } from "../../../../modules/api/rest-api/rest-api";
import { synth } from "../../../support/synth";

const METHOD = { summary: "Does it", tag: "shop" };
const definition: ApiDefinition = {
  title: "shop",
  methods: [
    { ...METHOD, httpMethod: "GET", path: "/order/{id}/line/{line}" },
    { ...METHOD, httpMethod: "POST", path: "/order", backendPath: "/order/" },
    { ...METHOD, httpMethod: "GET", path: "/order" },
  ],
};

const api = (props: Partial<RestApiProps> = {}) =>
  synth((stack) => {
    new RestApi(stack, "api", {
      name: "shop",
      definition,
      stage: { name: "live" },
      backend: { url: "http://inside.example.com", connectionId: "link-1" },
      ...props,
    });
  });
const json = api();

test("makes one resource for each part of a path, however many methods share it", () => {
  expect(
    json
      .resources("aws_api_gateway_resource")
      .map(({ path_part }) => path_part)
      .sort(),
  ).toEqual(["line", "order", "{id}", "{line}"]);
});

test("maps each parameter of a path, and none where there is none", () => {
  const byUri = Object.fromEntries(
    json.resources("aws_api_gateway_integration").map((each) => [each["uri"], each]),
  );
  expect(byUri["http://inside.example.com/order/{id}/line/{line}"]!["request_parameters"]).toEqual({
    "integration.request.path.id": "method.request.path.id",
    "integration.request.path.line": "method.request.path.line",
  });
  expect(byUri["http://inside.example.com/order/"]!["request_parameters"]).toBeUndefined();
  expect(Object.keys(byUri)).toContain("http://inside.example.com/order");
});

test("gives the stage to clients only by its deployment", () => {
  const stage = json.resource("aws_api_gateway_stage");
  expect(json.referenced(stage["deployment_id"])).toBe(json.resource("aws_api_gateway_deployment"));
});

const triggersOf = (from: typeof json) => from.resource("aws_api_gateway_deployment")["triggers"];

test("computes the same trigger whatever else a stack has, and however CDKTF numbers its tokens", () => {
  const other = synth((stack) => {
    for (let index = 0; index < 5; index += 1) Fn.upper(Fn.lower(`token-${index}`));
    new RestApi(stack, "api", {
      name: "shop",
      definition,
      stage: { name: "other" },
      backend: { url: "http://inside.example.com", connectionId: "link-1" },
    });
  });
  expect(triggersOf(other)).toEqual(triggersOf(json));
});

test("counts an override among what changes the API", () => {
  const overridden = synth((stack) => {
    const { methods } = new RestApi(stack, "api", {
      name: "shop",
      definition,
      stage: { name: "live" },
      backend: { url: "http://inside.example.com", connectionId: "link-1" },
    });
    const method = methods.node.findChild("PostOrder").node.findChild("integration");
    (method as unknown as { addOverride: (path: string, value: unknown) => void }).addOverride(
      "content_handling",
      "CONVERT_TO_TEXT",
    );
  });
  expect(triggersOf(overridden).configuration).not.toBe(triggersOf(json).configuration);
});

test.each([
  [{ httpMethod: "GET", path: "/student/{student_id}" } as const, "GetStudentByStudentId"],
  [{ httpMethod: "POST", path: "/student" } as const, "PostStudent"],
  [{ httpMethod: "PUT", path: "/a-b/c.d" } as const, "PutABCD"],
])("%j is called %s", (method, name) => {
  expect(operationName(method)).toBe(name);
});

test("knows the parameters of a path in their order", () => {
  expect(parametersOf("/a/{one}/b/{two}")).toEqual(["one", "two"]);
  expect(parametersOf("/a")).toEqual([]);
});
