import { HttpApi } from "../../../../../tools/local/gateway/http-api/http-api";
import { readHttpApis } from "../../../../../tools/local/gateway/http-api/read-http-api";
import type { Block } from "../../../../../tools/synthesized/fields";
import { resourcesOf } from "../fixture-resources";
import { NOW, StubBackend } from "../sample-request";
import { CLIENT, ISSUER, type TokenIssuer } from "../token-issuer";

export interface FixtureOptions {
  readonly api?: Block;
  readonly stages?: Readonly<Record<string, Block>>;
  readonly integration?: Block;
  readonly routes?: Readonly<Record<string, Block>>;
  readonly authorizer?: Block;
}

const JWT_ROUTE = {
  authorization_type: "JWT",
  authorizer_id: "${aws_apigatewayv2_authorizer.authorizer.id}",
};

export const STORE_ROUTES: Readonly<Record<string, Block>> = {
  "get-food": { route_key: "GET /foodstore/foods/{foodId}", authorization_type: "NONE" },
  "put-food": { route_key: "PUT /foodstore/foods/{foodId}", ...JWT_ROUTE },
};

/** An HTTP API as the system http-api has it, with changes. */
export function httpApiJson(options: FixtureOptions = {}) {
  return {
    aws_apigatewayv2_api: {
      api: {
        name: "ecsapi-demo",
        protocol_type: "HTTP",
        cors_configuration: {
          allow_origins: ["https://shop.example.com"],
          allow_methods: ["PUT", "GET"],
          allow_headers: ["*"],
        },
        ...options.api,
      },
    },
    aws_apigatewayv2_authorizer: {
      authorizer: {
        api_id: "${aws_apigatewayv2_api.api.id}",
        name: "users",
        authorizer_type: "JWT",
        identity_sources: ["$request.header.Authorization"],
        jwt_configuration: { audience: [CLIENT], issuer: ISSUER },
        ...options.authorizer,
      },
    },
    aws_apigatewayv2_integration: {
      foods: {
        api_id: "${aws_apigatewayv2_api.api.id}",
        integration_type: "HTTP_PROXY",
        integration_method: "ANY",
        connection_type: "VPC_LINK",
        connection_id: "${aws_apigatewayv2_vpc_link.link.id}",
        payload_format_version: "1.0",
        integration_uri: "${aws_service_discovery_service.foods.arn}",
        ...options.integration,
      },
    },
    aws_apigatewayv2_route: Object.fromEntries(
      Object.entries(options.routes ?? STORE_ROUTES).map(([name, route]) => [
        name,
        {
          api_id: "${aws_apigatewayv2_api.api.id}",
          target: "integrations/${aws_apigatewayv2_integration.foods.id}",
          ...route,
        },
      ]),
    ),
    aws_apigatewayv2_stage: Object.fromEntries(
      Object.entries(options.stages ?? { default: { name: "$default", auto_deploy: true } }).map(
        ([name, stage]) => [name, { api_id: "${aws_apigatewayv2_api.api.id}", ...stage }],
      ),
    ),
  };
}

export class HttpApiFixture {
  readonly backend = new StubBackend();
  readonly api: HttpApi;
  now = NOW;

  constructor(options: FixtureOptions = {}, issuer?: Pick<TokenIssuer, "keysOf">) {
    const [definition] = readHttpApis(resourcesOf(httpApiJson(options)));
    this.api = new HttpApi(definition!, {
      forward: this.backend.forward,
      keysOf: issuer?.keysOf ?? (() => Promise.reject(new Error("no keys asked for here"))),
      now: () => this.now,
    });
  }
}
