import { AliasRecord } from "../../../modules/load-balancing/alias-record";
import { ApplicationLoadBalancer } from "../../../modules/load-balancing/load-balancer";
import { createNetwork } from "../../../modules/network/create-network";
import { synth } from "../../support/synth";

function records(ipAddressType: "ipv4" | "dualstack") {
  const json = synth((stack) => {
    const network = createNetwork(stack, "network", { kind: "default-vpc" });
    const lb = { name: "ecs-lb", network, ipAddressType };
    const loadBalancer = new ApplicationLoadBalancer(stack, "lb", lb);
    const name = { domainName: "api.example.com", hostedZoneId: "Z0000000000000" };
    new AliasRecord(stack, "name", { ...name, target: loadBalancer });
  });
  return { json, records: json.resources("aws_route53_record") };
}

describe("alias record", () => {
  it("[daemon-api 19] is one A record of the load balancer", () => {
    const { json, records: found } = records("ipv4");
    expect(found).toEqual([
      expect.objectContaining({ type: "A", name: "api.example.com", zone_id: "Z0000000000000" }),
    ]);
    const { alias } = found[0] ?? {};
    expect(alias.evaluate_target_health).toBe(true);
    expect(json.referenced(alias.name)).toBe(json.resource("aws_lb"));
    expect(json.referenced(alias.zone_id)).toBe(json.resource("aws_lb"));
  });

  it("[daemon-api 19] is an AAAA record too when the balancer has IPv6 addresses", () => {
    expect(records("dualstack").records.map((record) => record.type as string)).toEqual([
      "A",
      "AAAA",
    ]);
  });
});
