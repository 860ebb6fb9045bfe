import {
  localAddresses,
  nameLocally,
  ownNames,
  urlAttributes,
  withLocalAddresses,
} from "../../../../tools/local/gateway/local-names";
import type { SynthesizedStack } from "../../../../tools/synthesized/synthesis";
import { resourcesOf } from "./fixture-resources";

const resources = resourcesOf({
  aws_apigatewayv2_api: { stores: { name: "stores" } },
  aws_apigatewayv2_stage: {
    default: { api_id: "${aws_apigatewayv2_api.stores.id}", name: "$default" },
    test: { api_id: "${aws_apigatewayv2_api.stores.id}", name: "test" },
  },
  aws_apigatewayv2_domain_name: { own: { domain_name: "api.example.com" } },
  aws_apigatewayv2_api_mapping: {
    own: {
      api_id: "${aws_apigatewayv2_api.stores.id}",
      domain_name: "${aws_apigatewayv2_domain_name.own.id}",
      stage: "${aws_apigatewayv2_stage.default.id}",
    },
  },
  aws_api_gateway_rest_api: { students: { name: "students" } },
  aws_api_gateway_stage: {
    test: { rest_api_id: "${aws_api_gateway_rest_api.students.id}", stage_name: "Test" },
  },
  aws_api_gateway_base_path_mapping: {
    own: {
      api_id: "${aws_api_gateway_rest_api.students.id}",
      domain_name: "students.example.com",
      stage_name: "Test",
    },
  },
});

const urls = new Map([
  ["aws_apigatewayv2_api.stores", "http://127.0.0.1:8090"],
  ["aws_api_gateway_rest_api.students", "http://127.0.0.1:8091"],
]);

describe("addresses of a local run", () => {
  it("are what expressions get that ask for an API's or a stage's", () => {
    expect(urlAttributes(resources, urls)).toEqual({
      "aws_apigatewayv2_api.stores": { api_endpoint: "http://127.0.0.1:8090" },
      "aws_apigatewayv2_stage.default": { invoke_url: "http://127.0.0.1:8090" },
      "aws_apigatewayv2_stage.test": { invoke_url: "http://127.0.0.1:8090/test" },
      "aws_api_gateway_stage.test": { invoke_url: "http://127.0.0.1:8091/Test" },
    });
  });

  it("stand behind APIs' names of their own", () => {
    expect(ownNames(resources, urls)).toEqual([
      { address: "https://api.example.com", local: "http://127.0.0.1:8090" },
      { address: "https://students.example.com", local: "http://127.0.0.1:8091/Test" },
    ]);
  });

  it("take the place of a stack's own names, and of no others", () => {
    const stack = { name: "a" } as SynthesizedStack;
    nameLocally(stack, "https://example.com", "http://127.0.0.1:8070");
    const text =
      "https://example.com https://example.com/a https://example.com.evil.org https://my.example.com";
    expect(localAddresses(text, stack)).toBe(
      "http://127.0.0.1:8070 http://127.0.0.1:8070/a https://example.com.evil.org https://my.example.com",
    );
    expect(localAddresses("https://example.com", { name: "b" } as SynthesizedStack)).toBe(
      "https://example.com",
    );
  });

  it("are plain HTTP", () => {
    const stack = { name: "a" } as SynthesizedStack;
    const origins = resourcesOf({
      aws_x: { y: { origins: ["https://127.0.0.1:8070", "https://a.example.com"] } },
    });
    expect(withLocalAddresses(origins, stack).resource("aws_x.y")?.block).toEqual({
      origins: ["http://127.0.0.1:8070", "https://a.example.com"],
    });
  });
});
