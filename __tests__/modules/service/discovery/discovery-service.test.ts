import type { TerraformStack } from "cdktf";
import { DiscoveryService, PrivateNamespace } from "../../../../modules/service/discovered-service";
import { synth } from "../../../support/synth";
import { fargateTask, service, task } from "../fixtures";

function discovery(stack: TerraformStack, ttlSeconds?: number): DiscoveryService {
  const namespace = new PrivateNamespace(stack, "namespace", { name: "service", vpcId: "vpc-1" });
  return new DiscoveryService(stack, "foods", { namespace, name: "foods.foodstore", ttlSeconds });
}

describe("discovery service", () => {
  it("answers with address and port, and can be destroyed with tasks in it", () => {
    const json = synth((stack) => discovery(stack));
    expect(json.resource("aws_service_discovery_service")).toMatchObject({
      dns_config: { dns_records: [{ type: "SRV", ttl: 60 }], routing_policy: "MULTIVALUE" },
      health_check_custom_config: { failure_threshold: 1 },
      force_destroy: true,
    });
  });

  it("rejects a namespace that is no name of the DNS", () => {
    expect(() =>
      synth((stack) => new PrivateNamespace(stack, "n", { name: "a..b", vpcId: "vpc-1" })),
    ).toThrow(/`name` must be labels of letters/);
  });

  it("rejects answers that are kept for ever", () => {
    expect(() => synth((stack) => discovery(stack, -1))).toThrow(/`ttlSeconds` must be from 0/);
  });
});

describe("a service with a registry", () => {
  it("refers to it, and so goes first when all is destroyed", () => {
    const json = synth((stack) => {
      const registry = { arn: discovery(stack).arn, port: 80 };
      service(stack, { taskDefinition: fargateTask(stack), registry });
    });
    const { registry_arn: arn, port } = json.resource("aws_ecs_service").service_registries;
    expect(port).toBe(80);
    expect(json.referenced(arn as string)).toBe(json.resource("aws_service_discovery_service"));
  });

  it("rejects a port that its task has not", () => {
    expect(() =>
      synth((stack) => {
        service(stack, {
          taskDefinition: fargateTask(stack),
          registry: { arn: "arn:registry", port: 8080 },
        });
      }),
    ).toThrow(/`registry\.port` must be a port of the task \(80\), got 8080/);
  });

  it("rejects tasks in bridge mode, whose ports nobody knows beforehand", () => {
    expect(() =>
      synth((stack) => {
        service(stack, {
          taskDefinition: task(stack),
          registry: { arn: "arn:registry", port: 80 },
        });
      }),
    ).toThrow(/`registry` must be unset for tasks in bridge mode/);
  });
});
