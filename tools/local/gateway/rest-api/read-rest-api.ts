import {
  type Block,
  blocksOf,
  firstBlock,
  isTrue,
  mapOf,
  numberOf,
  requiredText,
  textOf,
  textsOf,
} from "../../../synthesized/fields";
import { belongingTo, type Resources, referenced } from "../../../synthesized/resources";
import type { ThrottleSettings } from "../token-bucket";
import type { GatewayResponseType } from "./error-answer";
import { readRestMethods } from "./read-rest-methods";
import type {
  ApiKey,
  GatewayResponse,
  RestApiDefinition,
  RestStage,
  UsagePlan,
} from "./rest-api-definition";

/**
 * Reads every REST API of a stack.
 *
 * @param keyValue the value of an API key that AWS would generate, by its address
 */
export function readRestApis(
  resources: Resources,
  keyValue: (address: string) => string,
): readonly RestApiDefinition[] {
  return resources.resources("aws_api_gateway_rest_api").map(({ address, block }) => ({
    address,
    name: requiredText(block, "name"),
    binaryMediaTypes: textsOf(block, "binary_media_types"),
    methods: readRestMethods(resources, address),
    stages: belongingTo(resources, "aws_api_gateway_stage", "rest_api_id", address).map((stage) =>
      stageOf(resources, address, stage.block),
    ),
    errors: errorsOf(resources, address),
    usagePlans: usagePlansOf(resources, address, keyValue),
  }));
}

function stageOf(resources: Resources, api: string, block: Block): RestStage {
  const name = requiredText(block, "stage_name");
  const settings = belongingTo(resources, "aws_api_gateway_method_settings", "rest_api_id", api)
    .filter((each) => each.block["stage_name"] === name)
    .flatMap((each) => {
      const throttle = throttleOf(firstBlock(each.block, "settings") ?? {}, "throttling_");
      return throttle === undefined
        ? []
        : [[requiredText(each.block, "method_path"), throttle] as const];
    });
  const log = firstBlock(block, "access_log_settings");
  return {
    name,
    variables: mapOf(block, "variables"),
    throttles: Object.fromEntries(settings),
    accessLogFormat: log && textOf(log, "format"),
  };
}

function errorsOf(resources: Resources, api: string): RestApiDefinition["errors"] {
  const responses = belongingTo(resources, "aws_api_gateway_gateway_response", "rest_api_id", api);
  return Object.fromEntries(
    responses.map(({ block }): [GatewayResponseType, GatewayResponse] => [
      requiredText(block, "response_type") as GatewayResponseType,
      {
        statusCode: numberOf(block, "status_code"),
        templates: mapOf(block, "response_templates"),
        parameters: mapOf(block, "response_parameters"),
      },
    ]),
  );
}

function usagePlansOf(
  resources: Resources,
  api: string,
  keyValue: (address: string) => string,
): readonly UsagePlan[] {
  return resources.resources("aws_api_gateway_usage_plan").flatMap(({ address, block }) => {
    const stages = blocksOf(block, "api_stages").filter((each) => each["api_id"] === `${api}.id`);
    if (stages.length === 0) return [];
    const throttle = firstBlock(block, "throttle_settings");
    const quota = firstBlock(block, "quota_settings");
    const methodThrottles = stages
      .flatMap((stage) => blocksOf(stage, "throttle"))
      .map((each) => [requiredText(each, "path"), throttleOf(each, "")]);
    return [
      {
        name: requiredText(block, "name"),
        stageNames: stages.map((stage) => requiredText(stage, "stage")),
        keys: keysOf(resources, address, keyValue),
        throttle: throttle && throttleOf(throttle, ""),
        methodThrottles: Object.fromEntries(methodThrottles) as UsagePlan["methodThrottles"],
        quota: quota && {
          limit: numberOf(quota, "limit") ?? 0,
          period: requiredText(quota, "period") as "DAY" | "WEEK" | "MONTH",
        },
      },
    ];
  });
}

function keysOf(
  resources: Resources,
  plan: string,
  keyValue: (address: string) => string,
): readonly ApiKey[] {
  return belongingTo(resources, "aws_api_gateway_usage_plan_key", "usage_plan_id", plan).flatMap(
    ({ block }) => {
      const key = referenced(resources, block["key_id"]);
      if (key === undefined) return [];
      return [
        {
          name: requiredText(key.block, "name"),
          value: textOf(key.block, "value") ?? keyValue(key.address),
          enabled: isTrue(key.block, "enabled", true),
        },
      ];
    },
  );
}

function throttleOf(block: Block, prefix: "" | "throttling_"): ThrottleSettings | undefined {
  const rateLimit = numberOf(block, `${prefix}rate_limit`);
  const burstLimit = numberOf(block, `${prefix}burst_limit`);
  return rateLimit === undefined || burstLimit === undefined || rateLimit < 0
    ? undefined
    : { rateLimit, burstLimit };
}
