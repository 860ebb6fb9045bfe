import { EvaluatedStack } from "../../../tools/synthesized/evaluated-stack";
import { belongingTo, referenced } from "../../../tools/synthesized/resources";
import { SAMPLE_VARIABLES } from "../../../tools/synthesized/sample-variables";
import { StackJson } from "../../../tools/synthesized/stack-json";
import { environments } from "../../fixtures/environments/all";
import { synthEnvironments } from "../../support/environments";

const json = new StackJson({
  provider: { aws: [{ region: "eu-west-1" }] },
  data: { aws_region: { here: {} } },
  resource: {
    aws_ecr_repository: { shop: { name: "shop" } },
    aws_ecs_cluster: { main: { name: "main-cluster" } },
    aws_ecs_service: {
      shop: {
        name: "shop-${data.aws_region.here.region}",
        cluster: "${aws_ecs_cluster.main.id}",
        image: "${aws_ecr_repository.shop.repository_url}:1",
        depends_on: ["aws_ecs_cluster.main", "aws_ecs_cluster.main"],
      },
    },
    aws_appautoscaling_target: {
      shop: { resource_id: "service/${aws_ecs_cluster.main.name}/${aws_ecs_service.shop.name}" },
    },
    aws_apigatewayv2_domain_name: { api: { domain_name_configuration: { security: "TLS_1_2" } } },
    aws_route53_record: {
      api: {
        name: "${aws_apigatewayv2_domain_name.api.domain_name_configuration[0].target_domain_name}",
        security: "${aws_apigatewayv2_domain_name.api.domain_name_configuration[0].security}",
      },
    },
  },
});

describe("an evaluated stack", () => {
  it("follows a reference from a field to the resource, and back to those that refer to it", async () => {
    const stack = await EvaluatedStack.read(json, { variables: {} });
    const service = stack.resource("aws_ecs_service.shop")!;
    expect(service.block["name"]).toBe("shop-eu-west-1");
    expect(referenced(stack, service.block["cluster"])).toBe(
      stack.resource("aws_ecs_cluster.main"),
    );
    expect(belongingTo(stack, "aws_ecs_service", "cluster", "aws_ecs_cluster.main")).toEqual([
      service,
    ]);
    expect(referenced(stack, "arn:aws:ecs:eu-west-1:1:cluster/other")).toBeUndefined();
  });

  it("knows the address of a repository, which names the account and the region", async () => {
    const stack = await EvaluatedStack.read(json, { variables: {} });
    expect(stack.resource("aws_ecs_service.shop")!.block["image"]).toBe(
      "000000000000.dkr.ecr.eu-west-1.amazonaws.com/shop:1",
    );
  });

  it("has attributes of nested blocks: given ones as values, others as addresses", async () => {
    const stack = await EvaluatedStack.read(json, { variables: {} });
    expect(stack.resource("aws_route53_record.api")!.block).toEqual({
      name: "aws_apigatewayv2_domain_name.api.domain_name_configuration.0.target_domain_name",
      security: "TLS_1_2",
    });
  });

  it("takes attributes that are given in place of addresses", async () => {
    const stack = await EvaluatedStack.read(json, { variables: {} });
    const known = stack.withAttributes({ "aws_ecs_cluster.main": { id: "known" } });
    expect(known.resource("aws_ecs_service.shop")!.block["cluster"]).toBe("known");
    expect(stack.resource("aws_ecs_service.shop")!.block["cluster"]).toBe(
      "aws_ecs_cluster.main.id",
    );
  });
});

it("names what an expression refers to, which evaluation would lose", () => {
  const scaling = json.resource("aws_appautoscaling_target.shop")!;
  expect(json.referencesIn(scaling["resource_id"])).toEqual([
    "aws_ecs_cluster.main",
    "aws_ecs_service.shop",
  ]);
  expect(json.referencesIn(json.resource("aws_ecs_service.shop"))).toEqual([
    "data.aws_region.here",
    "aws_ecs_cluster.main",
    "aws_ecr_repository.shop",
  ]);
  expect(json.referencesIn("aws_ecs_cluster.mainly and x-aws_ecs_cluster.main")).toEqual([]);
});

it("evaluates every resource of all systems", async () => {
  const { stacks } = synthEnvironments(environments);
  for (const shipped of Object.values(stacks)) {
    const stack = new StackJson(shipped.json);
    const evaluated = await EvaluatedStack.read(stack, {
      variables: stack.valuesFor(SAMPLE_VARIABLES),
    });
    for (const { address } of stack.allResources)
      expect(JSON.stringify(evaluated.resource(address))).not.toMatch(/[^$]\$\{[a-z]+[._]/);
  }
});
