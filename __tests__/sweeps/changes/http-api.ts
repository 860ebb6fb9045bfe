import type { ChangedSystem } from "./changed-system";
import { OWN_NETWORK_OF_TWO_ZONES } from "./own-network";

export const httpApi: ChangedSystem<"http-api"> = {
  system: "http-api",
  settings: {
    network: { kind: "own", zoneCount: 2, nat: "single" },
    services: { food: {}, pet: {} },
    userPool: { signInPages: { domainPrefix: "stores", callbackUrls: ["https://example.com/"] } },
    page: { kind: "none" },
  },
  changes: [
    { title: "one more store", set: { "services.animal": {} } },
    {
      title: "one store less",
      set: { "services.pet": undefined },
      guarded: [
        "aws_apigatewayv2_integration.api_routes_pet-integration",
        "aws_apigatewayv2_route.api_routes_pet-get",
        "aws_apigatewayv2_route.api_routes_pet-put",
        "aws_dynamodb_table.pet-table",
        "aws_ecs_service.pet-service",
        "aws_service_discovery_service.pet-service_discovery",
      ],
    },
    {
      title: "another name of a service",
      set: { "services.food.service": { name: "kitchen" } },
      guarded: ["aws_ecs_service.food-service"],
    },
    { title: "keys of the customer", set: { "/customerManagedKeys": {} } },
    { title: "another path", set: { "services.food.path": "/kitchen/dishes" } },
    { title: "another port", set: { "services.food.container": { port: 3000 } } },
    {
      title: "another key of the table",
      set: { "services.food.idName": "dishId" },
      guarded: ["aws_dynamodb_table.food-table"],
    },
    { title: "another name in DNS", set: { "services.food.discoveryName": "kitchen" } },
    {
      title: "a load balancer in place of Cloud Map",
      set: { "api.integration": "load-balancer" },
      guarded: [
        "aws_service_discovery_private_dns_namespace.namespace",
        "aws_service_discovery_service.food-service_discovery",
        "aws_service_discovery_service.pet-service_discovery",
      ],
    },
    { title: "more zones", set: { "network.zoneCount": 3 } },
    { title: "a NAT gateway for each zone", set: { "network.nat": "per-zone" } },
    {
      title: "no NAT gateway",
      set: { "network.nat": "none" },
      guarded: [
        "aws_eip.network_nat_zone-a-address",
        "aws_nat_gateway.network_nat_zone-a",
        "aws_route.network_nat_zone-a-route",
        "aws_route.network_nat_zone-b-route",
      ],
    },
    {
      title: "another block of addresses",
      set: { "network.cidr": "10.9.0.0/16" },
      guarded: [...OWN_NETWORK_OF_TWO_ZONES, "aws_vpc_endpoint.dynamodb_endpoint"],
    },
    {
      title: "an issuer in place of the user pool",
      set: {
        issuer: { url: "https://login.acme.org", audience: ["stores"] },
      },
      guarded: [
        "aws_cognito_user_pool.identity_user-pool",
        "aws_cognito_user_pool_client.identity_client",
        "aws_cognito_user_pool_domain.identity_user-pool_domain",
      ],
    },
    { title: "another name of the API", set: { environmentName: "stores" } },
    {
      title: "another stage",
      set: { "api.stageName": "live" },
      guarded: ["aws_apigatewayv2_stage.api_stage"],
    },
    { title: "another namespace", set: { namespace: "stores" } },
    { title: "Spot", set: { "capacity.spotPercent": 50 } },
    { title: "Graviton", set: { "capacity.architecture": "arm64" } },
    { title: "longer passwords", set: { "userPool.passwordMinLength": 16 } },
    {
      title: "other sign-in pages",
      set: { "userPool.signInPages.domainPrefix": "pantry" },
      guarded: ["aws_cognito_user_pool_domain.identity_user-pool_domain"],
    },
  ],
};
