import { HOURS_PER_MONTH } from "../../../aws/prices";
import { charge, type Pricer } from "../charge";
import { always, byLevel } from "../levels";
import { textsOf, textOf } from "../../synthesized/fields";
import { requestsPerMonth } from "../traffic";

const BYTES_PER_GB = 1024 ** 3;

/** A NAT gateway and the data through it: the tasks' logs, and the assumed rest. */
export const natGateway: Pricer = (resource, pricing) => {
  const gateways = pricing.stack.ofType("aws_nat_gateway").length;
  const requests = requestsPerMonth(pricing);
  const { logBytesPerRequest, natGB } = pricing.assumptions;
  return [
    charge(pricing, resource, {
      what: "NAT gateway",
      unit: "hours",
      price: "natGateway.hour",
      quantity: always(HOURS_PER_MONTH),
    }),
    charge(pricing, resource, {
      what: "data through the gateway",
      unit: "GB",
      price: "natGateway.gb",
      quantity: byLevel(
        (level) =>
          natGB[level] + (requests[level] * logBytesPerRequest[level]) / BYTES_PER_GB / gateways,
      ),
    }),
  ];
};

/** A static public address, such as a NAT gateway's. */
export const elasticIp: Pricer = (resource, pricing) => [
  charge(pricing, resource, {
    what: "public IPv4 address",
    unit: "hours",
    price: "publicIpv4.hour",
    quantity: always(HOURS_PER_MONTH),
  }),
];

/** An interface endpoint, billed per hour and zone. Gateway endpoints are free. */
export const vpcEndpoint: Pricer = (resource, pricing) => {
  if ((textOf(resource.block, "vpc_endpoint_type") ?? "Gateway") !== "Interface") return [];
  const zones = Math.max(1, textsOf(resource.block, "subnet_ids").length);
  return [
    charge(pricing, resource, {
      what: `interface endpoint in ${zones} zones`,
      unit: "hours",
      price: "interfaceEndpoint.hour",
      quantity: always(zones * HOURS_PER_MONTH),
    }),
    { resource: resource.address, remark: "not counted: data through the interface endpoint" },
  ];
};

/** A private Cloud Map namespace is a Route 53 hosted zone. */
export const privateNamespace: Pricer = (resource, pricing) => [
  charge(pricing, resource, {
    what: "hosted zone",
    unit: "months",
    price: "route53.zoneMonth",
    quantity: always(1),
  }),
  { resource: resource.address, remark: "not counted: discovery queries of the API's VPC link" },
];

export const hostedZone: Pricer = (resource, pricing) => [
  charge(pricing, resource, {
    what: "hosted zone",
    unit: "months",
    price: "route53.zoneMonth",
    quantity: always(1),
  }),
];
