import { createNetwork } from "../../../modules/network/create-network";
import { GatewayEndpoint } from "../../../modules/network/vpc-endpoints";
import { synth } from "../../support/synth";

it("[http-api 3] leads every private route table to DynamoDB, as far as its policy goes", () => {
  const json = synth((stack) => {
    const network = createNetwork(stack, "network", { kind: "own", zoneCount: 3, nat: "single" });
    new GatewayEndpoint(stack, "tables", { network, service: "dynamodb", policy: "{}" });
  });
  const endpoint = json
    .resources("aws_vpc_endpoint")
    .find((it) => (it.service_name as string).endsWith(".dynamodb"));
  expect(endpoint).toMatchObject({ vpc_endpoint_type: "Gateway", policy: "{}" });
  expect(endpoint?.route_table_ids).toHaveLength(3);
});
