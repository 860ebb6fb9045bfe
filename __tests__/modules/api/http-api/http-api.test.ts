import { HttpApi, type HttpApiProps } from "../../../../modules/api/http-api/http-api";
import type { HttpRoute } from "../../../../modules/api/http-api/http-api-routes";
import { VpcLink } from "../../../../modules/api/http-api/vpc-link";
import { OwnVpc } from "../../../../modules/network/own-vpc";
import { synth, type TerraformJson } from "../../../support/synth";

const stage: HttpApiProps["stage"] = {
  throttling: { rateLimit: 10, burstLimit: 5 },
  logGroupName: "/api",
  logRetentionDays: 7,
};
const integrations = { shop: { uri: "arn:aws:servicediscovery:us-east-2::service/srv-1" } };
const issuer = { issuer: "https://login.example.com", audience: ["shop"] };

/** An API of one route, or of others. */
function api(
  routes: Readonly<Record<string, HttpRoute>> = {
    read: { method: "GET", path: "/items", integration: "shop" },
  },
  props: Partial<HttpApiProps> = {},
  signIn: typeof issuer | null = issuer,
): TerraformJson {
  return synth((stack) => {
    const network = new OwnVpc(stack, "network", { kind: "own", zoneCount: 2, nat: "single" });
    const link = new VpcLink(stack, "link", { name: "shop", network });
    new HttpApi(stack, "api", {
      name: "shop",
      definition: { kind: "routes", routes, integrations, link, issuer: signIn ?? undefined },
      stage,
      ...props,
    });
  });
}

const write: HttpRoute = { method: "PUT", path: "/items", integration: "shop", authorized: true };

it("makes a route for each entry, and one integration for all that lead to one place", () => {
  const json = api({
    read: { method: "GET", path: "/items", integration: "shop" },
    write,
  });
  expect(json.resources("aws_apigatewayv2_route")).toHaveLength(2);
  const integration = json.resource("aws_apigatewayv2_integration");
  expect(integration.integration_uri).toBe(integrations.shop.uri);
  for (const { target } of json.resources("aws_apigatewayv2_route")) {
    expect(json.referenced(target as string)).toBe(integration);
  }
});

it("has no authorizer without an issuer, and then no route that needs one", () => {
  expect(api().resources("aws_apigatewayv2_authorizer")).toHaveLength(1);
  expect(api(undefined, {}, null).resources("aws_apigatewayv2_authorizer")).toEqual([]);
  expect(() => api({ write }, {}, null)).toThrow(/`issuer` must be set with routes/);
});

it("takes a document in place of routes, and keeps what belongs to the API itself", () => {
  const json = api(undefined, {
    definition: { kind: "open-api", body: '{"openapi":"3.0.1"}' },
    cors: { origins: ["https://shop.example.com"], methods: ["GET"] },
  });
  const {
    body,
    fail_on_warnings: strict,
    cors_configuration: cors,
  } = json.resource("aws_apigatewayv2_api");
  expect([body, strict]).toEqual(['{"openapi":"3.0.1"}', true]);
  expect(cors.allow_origins).toEqual(["https://shop.example.com"]);
  expect(json.resources("aws_apigatewayv2_route")).toEqual([]);
});

it.each([
  ["*"],
  ["https://*"],
  ["https://shop.example.com/"],
  ["shop.example.com"],
  ["http://shop.example.com"],
  ["https://shop.example.com:65536"],
])("rejects the origin %s", (origin) => {
  expect(() => api(undefined, { cors: { origins: [origin], methods: ["GET"] } })).toThrow(
    /`cors\.origins` must be an origin, as in "https:\/\/shop\.example\.com"/,
  );
});

it("rejects a route to an integration that is not there", () => {
  expect(() => api({ lost: { ...write, integration: "elsewhere" } })).toThrow(
    /`routes` must lead to one of the integrations \(shop\), got elsewhere/,
  );
});

it("rejects two routes of one method and path", () => {
  expect(() => api({ one: write, other: write })).toThrow(
    /`routes` must differ in method or path, got PUT \/items twice/,
  );
});

it("rejects an issuer without TLS, and one that no program is for", () => {
  expect(() => api({ write }, {}, { ...issuer, issuer: "http://login.example.com" })).toThrow(
    /`issuer` must be an address that starts with https/,
  );
  expect(() => api({ write }, {}, { ...issuer, audience: [] })).toThrow(
    /`audience` must have at least 1 entries/,
  );
});

it("rejects a stage's name with a slash, and limits that let nothing through", () => {
  expect(() => api(undefined, { stage: { ...stage, name: "a/b" } })).toThrow(
    /`name` must be \$default, or 1 to 128 letters/,
  );
  expect(() =>
    api(undefined, { stage: { ...stage, throttling: { rateLimit: 0, burstLimit: 1 } } }),
  ).toThrow(/`throttling.rateLimit` must be from 1 to 100000, got 0/);
});
