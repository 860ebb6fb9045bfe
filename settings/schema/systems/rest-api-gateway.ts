import * as aws from "../../../aws/networking/api-gateway";
import { restIntegrationDefaults } from "../../../aws/defaults";
import * as z from "zod";
import { isHostName } from "../../../aws/names";
import { certificateArn, hostedZoneId } from "../domain-names";
import {
  arn,
  choice,
  dictionary,
  flag,
  hasTemplate,
  kindsOf,
  list,
  settings,
  text,
  textOf,
  wholeNumber,
} from "../fields";
import { logRetentionDays } from "../service/service";
import { webAcl } from "../service/web-acl";

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
function throttling() {
  return settings({
    /**
     * Requests per second, on average.
     * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
     */
    requestsPerSecond: wholeNumber(...aws.throttling),
    /**
     * Requests at once, in addition to those per second.
     * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
     */
    burst: wholeNumber(...aws.throttling),
  });
}

const authorizer = z.discriminatedUnion(
  "kind",
  [
    settings({
      /** Callers with a token of one of these user pools. */
      kind: z.literal("cognito"),
      /** ARNs of the user pools whose tokens are accepted. */
      userPoolArns: list(
        arn(
          "must be the ARN of a Cognito user pool",
          { service: "cognito-idp", resource: String.raw`userpool/[\w-]{1,55}` },
          "userpool/ and its id, as in us-east-2_AbCdEfGhI",
        ),
        "user pools",
        1,
        10,
      ),
      /** Scopes, one of which an access token must have. @default none: an ID token is required */
      scopes: list(
        text('must be a scope, as in "students/write"', /^[!#-[\]-z|~]{1,256}$/),
        "scopes",
        1,
        10,
      ).optional(),
    }),
    settings({
      /** Callers that sign requests as a user or role with permission for `execute-api:Invoke`. */
      kind: z.literal("iam"),
    }),
  ],
  kindsOf('must be an object with kind "cognito" or "iam"'),
);

const errorResponse = settings({
  /** Text of `message` in the response. */
  message: text(
    "must be 1 to 200 characters of one line",
    (value) =>
      // API Gateway would interpret $ and # as a template.
      /^[^\p{C}$#"\\]{1,200}$/u.test(value) && !hasTemplate(value),
  ),
  /** HTTP status of the answer. @default AWS's default for that kind of error */
  statusCode: wholeNumber(400, 599).optional(),
});

const domain = settings({
  /** Domain name of the API. */
  domainName: text('must be a host name in lower case, as in "api.example.com"', (value) =>
    isHostName(value, 2),
  ),
  /** The public Route 53 zone of domainName. @default that of the environment's domain */
  hostedZoneId: hostedZoneId().optional(),
  /** A new certificate, or an existing one in the environment's region. @default { kind: "request" } */
  certificate: z
    .discriminatedUnion(
      "kind",
      [
        settings({ kind: z.literal("request") }),
        settings({
          kind: z.literal("existing"),
          /** ARN of the certificate, in the same region. */
          arn: certificateArn(),
        }),
      ],
      kindsOf('must be an object with kind "request" or "existing"'),
    )
    .prefault({ kind: "request" }),
  /** First part of the path under the domain name, so that versions of the API can share it. @default none */
  basePath: text("must be 1 to 60 letters, digits and _.-", /^[\w.-]{1,60}$/).optional(),
});

const usagePlan = settings({
  /** Limits for each client. */
  throttling: throttling(),
  /**
   * Requests of each API key in a period.
   * @default any number
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
   */
  quota: settings({
    /**
     * Number of requests.
     * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
     */
    requests: wholeNumber(...aws.usagePlanRequests),
    /** How long until the number starts again. */
    period: choice("DAY", "WEEK", "MONTH"),
  }).optional(),
  /** Names of the clients. Each gets its own key. */
  clients: list(
    text(
      "must be 1 to 60 letters, digits and inner hyphens",
      (value) => value.length <= 60 && /^[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*$/.test(value),
    ),
    "clients",
    1,
    100,
  ),
});

const logs = settings({
  /** Execution log level, in addition to one line per request. @default "ERROR" */
  executionLevel: choice("OFF", "ERROR", "INFO").default("ERROR"),
  /**
   * Days to keep logs.
   * @default the environment's logRetentionDays
   * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
   */
  retentionDays: logRetentionDays().optional(),
  /** The role by which API Gateway logs, one for an account in a region: made by a stack of this environment's, or "present" already, such as by another environment. @default "own" */
  accountRole: choice("own", "present").default("own"),
});

/** The API through which clients reach the services. Every option is off by default. */
export const restApiGateway = settings({
  /** Name of the API. @default "ecs-fargate-api" */
  name: text("must be 1 to 80 letters, digits, hyphens and underscores", /^[\w-]{1,80}$/).default(
    "ecs-fargate-api",
  ),
  /** Name of the stage, the first part of every path. @default "Test" */
  stageName: textOf(aws.stageName).default("Test"),
  /** "nlb" goes through a Network Load Balancer, "direct" to the services' own load balancer. @default "nlb" */
  entry: choice("nlb", "direct").default("nlb"),
  /** Name of the VPC link. @default "ecs-fargate-vpc-link" */
  vpcLinkName: text(
    "must be 1 to 60 letters, digits, hyphens and underscores",
    /^[\w-]{1,60}$/,
  ).default("ecs-fargate-vpc-link"),
  /**
   * Milliseconds to wait for a response of a service.
   * @default 29000
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
   */
  timeoutMilliseconds: wholeNumber(...aws.integrationTimeoutMilliseconds).default(
    restIntegrationDefaults.timeoutMilliseconds,
  ),
  /** Whether the API rejects requests that do not match the services' `methods`. @default false */
  validateRequests: flag().default(false),
  /** What checks who calls the API. @default none: everyone may call */
  authorizer: authorizer.optional(),
  /** Responses of the gateway itself, by AWS's name of the error. @default AWS's responses */
  errorResponses: dictionary(
    "of AWS's, as in DEFAULT_5XX",
    /^[A-Z][A-Z0-9_]{2,50}$/,
    errorResponse,
    {
      max: 30,
    },
  ).prefault({}),
  /** A domain name of the API. @default AWS's own name only */
  domain: domain.optional(),
  /** API keys for clients, with limits for each. @default none */
  usagePlan: usagePlan.optional(),
  /** A web ACL of AWS WAF in front of the API. @default none */
  webAcl: webAcl("regional").optional(),
  /** Limits for all clients together. @default the account's limits */
  throttling: throttling().optional(),
  /** Access and execution logs of the API. @default none */
  logs: logs.optional(),
  /** Whether X-Ray traces requests. @default false */
  tracing: flag().default(false),
});
