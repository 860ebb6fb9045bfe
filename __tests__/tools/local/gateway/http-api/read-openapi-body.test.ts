import { readHttpApis } from "../../../../../tools/local/gateway/http-api/read-http-api";
import { resourcesOf } from "../fixture-resources";
import { CLIENT, ISSUER } from "../token-issuer";
import { httpApiJson } from "./http-api-fixture";

const integration = {
  type: "http_proxy",
  connectionType: "VPC_LINK",
  connectionId: "${aws_apigatewayv2_vpc_link.link.id}",
  httpMethod: "ANY",
  payloadFormatVersion: "1.0",
  uri: "${aws_service_discovery_service.foods.arn}",
};

const document = {
  openapi: "3.0.1",
  info: { title: "ecsapi-demo", version: "1" },
  "x-amazon-apigateway-cors": {
    allowOrigins: ["https://shop.example.com"],
    allowMethods: ["PUT", "GET"],
    allowHeaders: ["*"],
  },
  paths: {
    "/foodstore/foods/{foodId}": {
      get: {
        "x-amazon-apigateway-integration": {
          $ref: "#/components/x-amazon-apigateway-integrations/foods",
        },
      },
      put: { security: [{ users: [] }], "x-amazon-apigateway-integration": integration },
    },
  },
  components: {
    "x-amazon-apigateway-integrations": { foods: integration },
    securitySchemes: {
      users: {
        type: "oauth2",
        "x-amazon-apigateway-authorizer": {
          type: "jwt",
          identitySource: "$request.header.Authorization",
          jwtConfiguration: { audience: [CLIENT], issuer: ISSUER },
        },
      },
    },
  },
};

function apiOf(body: object) {
  const api = { name: "ecsapi-demo", protocol_type: "HTTP", body: JSON.stringify(body) };
  return readHttpApis(resourcesOf({ aws_apigatewayv2_api: { api } }))[0]!;
}

describe("an HTTP API that is defined by an OpenAPI document", () => {
  it("is the same as one that is defined by resources", () => {
    const { routes, cors } = readHttpApis(resourcesOf(httpApiJson()))[0]!;
    expect(apiOf(document)).toMatchObject({ routes, cors });
  });

  it("knows ANY, $default, time-outs, mappings and scopes", () => {
    const { routes } = apiOf({
      ...document,
      paths: {
        "/$default": {
          "x-amazon-apigateway-any-method": { "x-amazon-apigateway-integration": integration },
        },
        "/all/{proxy+}": {
          "x-amazon-apigateway-any-method": {
            security: [{ users: ["store/write"] }],
            "x-amazon-apigateway-integration": {
              ...integration,
              timeoutInMillis: 5000,
              requestParameters: { "overwrite:path": "$request.path" },
              responseParameters: { "404": { "overwrite:statuscode": "410" } },
            },
          },
        },
      },
    });
    expect(routes).toMatchObject([
      { key: "$default", authorization: { kind: "none" } },
      {
        key: "ANY /all/{proxy+}",
        authorization: { kind: "jwt", scopes: ["store/write"] },
        integration: {
          timeoutMs: 5000,
          requestParameters: { "overwrite:path": "$request.path" },
          responseParameters: { "404": { "overwrite:statuscode": "410" } },
        },
      },
    ]);
  });

  it("lets no request through a scheme that needs AWS", () => {
    const { routes } = apiOf({
      paths: {
        "/a": {
          get: { security: [{ sigv4: [] }], "x-amazon-apigateway-integration": integration },
        },
      },
      components: { securitySchemes: { sigv4: { type: "apiKey" } } },
    });
    expect(routes[0]!.authorization.kind).toBe("unavailable");
  });
});
