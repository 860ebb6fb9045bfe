import type { Block } from "../../../../../tools/synthesized/fields";
import { readRestApis } from "../../../../../tools/local/gateway/rest-api/read-rest-api";
import { RestApi } from "../../../../../tools/local/gateway/rest-api/rest-api";
import { resourcesOf } from "../fixture-resources";
import { NOW, sampleRequest, StubBackend } from "../sample-request";
import { ISSUER, type TokenIssuer } from "../token-issuer";

export const KEY = "key-of-shop";
export const POOL_ARN = `arn:aws:cognito-idp:us-east-2:000000000000:userpool/${ISSUER.split("/").at(-1)}`;

export interface RestFixtureOptions {
  /** More resources, or others in the place of the fixture's. */
  readonly more?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly api?: Block;
  readonly stage?: Block;
  /** For both methods. */
  readonly method?: Block;
  readonly integration?: Block;
  /** Whether POST /student checks its body, and both methods their parameters. */
  readonly validate?: boolean;
}

const API = { rest_api_id: "${aws_api_gateway_rest_api.api.id}" };
const STUDENT = "${aws_api_gateway_resource.student.id}";
const STUDENT_BY_ID = "${aws_api_gateway_resource.student-by-id.id}";

export const STUDENT_SCHEMA = {
  $schema: "http://json-schema.org/draft-04/schema#",
  type: "object",
  properties: {
    name: { type: "string", minLength: 1, maxLength: 100 },
    email: { type: "string", format: "email" },
    subject_id: { type: "integer", minimum: 0, exclusiveMinimum: true },
  },
  required: ["name", "email", "subject_id"],
};

/** A REST API as the system rest-api has it, behind a Network Load Balancer, with changes. */
export function restApiJson(options: RestFixtureOptions = {}) {
  const method = (httpMethod: string, resource: string, more: Block) => ({
    ...API,
    resource_id: resource,
    http_method: httpMethod,
    authorization: "NONE",
    ...more,
    ...(options.validate
      ? { request_validator_id: "${aws_api_gateway_request_validator.all.id}" }
      : {}),
    ...options.method,
  });
  const integration = (httpMethod: string, resource: string, path: string, more: Block) => ({
    ...API,
    resource_id: resource,
    http_method: httpMethod,
    type: "HTTP_PROXY",
    integration_http_method: httpMethod,
    uri: `http://\${aws_lb.inner.dns_name}${path}`,
    connection_type: "VPC_LINK",
    connection_id: "${aws_api_gateway_vpc_link.link.id}",
    ...more,
    ...options.integration,
  });
  return {
    aws_api_gateway_rest_api: { api: { name: "ecs-fargate-api", ...options.api } },
    aws_api_gateway_resource: {
      student: {
        ...API,
        parent_id: "${aws_api_gateway_rest_api.api.root_resource_id}",
        path_part: "student",
      },
      "student-by-id": { ...API, parent_id: STUDENT, path_part: "{student_id}" },
    },
    aws_api_gateway_request_validator: {
      all: { ...API, validate_request_body: true, validate_request_parameters: true },
    },
    aws_api_gateway_model: {
      student: {
        ...API,
        name: "Student",
        content_type: "application/json",
        schema: JSON.stringify(STUDENT_SCHEMA),
      },
    },
    aws_api_gateway_method: {
      post: method("POST", STUDENT, { request_models: { "application/json": "Student" } }),
      get: method("GET", STUDENT_BY_ID, {
        request_parameters: { "method.request.path.student_id": true },
      }),
    },
    aws_api_gateway_integration: {
      post: integration("POST", STUDENT, "/student/", {}),
      get: integration("GET", STUDENT_BY_ID, "/student/{student_id}", {
        request_parameters: {
          "integration.request.path.student_id": "method.request.path.student_id",
        },
      }),
    },
    aws_api_gateway_vpc_link: { link: { target_arns: ["${aws_lb.nlb.arn}"] } },
    aws_api_gateway_stage: { stage: { ...API, stage_name: "Test", ...options.stage } },
    ...options.more,
  };
}

/** A usage plan of the stage with one key. */
export function usagePlan(plan: Block = {}, key: Block = {}) {
  return {
    aws_api_gateway_usage_plan: {
      plan: {
        name: "plan",
        api_stages: [{ api_id: "${aws_api_gateway_rest_api.api.id}", stage: "Test" }],
        ...plan,
      },
    },
    aws_api_gateway_api_key: { shop: { name: "shop", ...key } },
    aws_api_gateway_usage_plan_key: {
      shop: {
        key_id: "${aws_api_gateway_api_key.shop.id}",
        key_type: "API_KEY",
        usage_plan_id: "${aws_api_gateway_usage_plan.plan.id}",
      },
    },
  };
}

/** An authorizer for Cognito; a method names it by this id. */
export const AUTHORIZER = "${aws_api_gateway_authorizer.users.id}";
export const COGNITO = {
  aws_api_gateway_authorizer: {
    users: {
      ...API,
      name: "cognito",
      type: "COGNITO_USER_POOLS",
      provider_arns: [POOL_ARN],
      identity_source: "method.request.header.Authorization",
    },
  },
};

export function gatewayResponse(responseType: string, more: Block) {
  return {
    aws_api_gateway_gateway_response: {
      [responseType]: { ...API, response_type: responseType, ...more },
    },
  };
}

export function methodSettings(methodPath: string, burst: number, rate: number) {
  return {
    aws_api_gateway_method_settings: {
      [methodPath]: {
        ...API,
        stage_name: "Test",
        method_path: methodPath,
        settings: { throttling_burst_limit: burst, throttling_rate_limit: rate },
      },
    },
  };
}

export class RestApiFixture {
  readonly backend = new StubBackend();
  readonly api: RestApi;
  now = NOW;

  constructor(options: RestFixtureOptions = {}, issuer?: Pick<TokenIssuer, "keysOf">) {
    const [definition] = readRestApis(resourcesOf(restApiJson(options)), () => KEY);
    this.api = new RestApi(definition!, {
      forward: this.backend.forward,
      keysOf: issuer?.keysOf ?? (() => Promise.reject(new Error("no keys asked for here"))),
      now: () => this.now,
    });
  }

  async call(method: string, url: string, headers: Record<string, string> = {}, body = "") {
    return this.api.handle(sampleRequest(method, url, headers, body));
  }

  /** Statuses of requests that are all alike. */
  async statuses(
    count: number,
    headers: Record<string, string> = {},
    method = "GET",
    url = "/Test/student/1",
  ) {
    const statuses = [];
    for (let index = 0; index < count; index++)
      statuses.push((await this.call(method, url, headers)).answer.status);
    return statuses;
  }
}
