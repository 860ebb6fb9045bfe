import type { Api, GatewayAnswer, GatewayRequest, Handled } from "../http-message";
import { type ContextVariables, requestVariables, substituteContext } from "../context-variables";
import type { Forward } from "../forwarding";
import { cachedKeys, type KeysOf } from "../token-check";
import { segmentsOf } from "../path-pattern";
import { type Clock, TokenBuckets, type ThrottleSettings } from "../token-bucket";
import { authorizeRest } from "./cognito-authorization";
import { errorAnswer, errorVariables, type Refusal, refused } from "./error-answer";
import { type MatchedMethod, MethodTable } from "./method-table";
import { RequestValidator } from "./request-validator";
import type { RestApiDefinition, RestMethod, RestStage } from "./rest-api-definition";
import { restIntegrationAnswer, restIntegrationRequest } from "./rest-integration";
import { UsagePlans } from "./usage-plans";

export interface RestApiOptions {
  readonly forward: Forward;
  readonly keysOf: KeysOf;
  readonly now: Clock;
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
const LARGEST_PAYLOAD_BYTES = 10 * 1024 * 1024;

/** The state of a request. Each step adds to it. */
interface Exchange {
  readonly request: GatewayRequest;
  readonly stage: RestStage | undefined;
  context: ContextVariables;
  answeredBy?: string;
}

type Outcome = { readonly kind: "answer"; readonly answer: GatewayAnswer } | Refusal;

/** A REST API (API Gateway v1) that follows its definition. */
export class RestApi implements Api {
  readonly definition: RestApiDefinition;
  private readonly options: RestApiOptions;
  private readonly keysOf: KeysOf;
  private readonly methods: MethodTable;
  private readonly validators: ReadonlyMap<RestMethod, RequestValidator>;
  private readonly buckets: TokenBuckets;
  private readonly usagePlans: UsagePlans;

  constructor(definition: RestApiDefinition, options: RestApiOptions) {
    this.definition = definition;
    this.options = options;
    this.keysOf = cachedKeys(options.keysOf, options.now);
    this.methods = new MethodTable(definition.methods);
    this.validators = new Map(
      definition.methods.map((method) => [method, new RequestValidator(method.validation)]),
    );
    this.buckets = new TokenBuckets(options.now);
    this.usagePlans = new UsagePlans(definition.usagePlans, options.now);
  }

  async handle(request: GatewayRequest): Promise<Handled> {
    const stageName = segmentsOf(request.path)[0];
    const stage = this.definition.stages.find(({ name }) => name === stageName);
    const exchange: Exchange = { request, stage, context: {} };
    const outcome =
      stage === undefined
        ? // A host without such a stage does not reveal that the API exists.
          refused("INVALID_API_KEY")
        : await this.outcomeOf(exchange, stage);
    const answer = this.finished(exchange, outcome);
    return {
      answer,
      answeredBy: exchange.answeredBy,
      accessLogLine:
        stage?.accessLogFormat &&
        substituteContext(stage.accessLogFormat, {
          ...this.requestVariables(exchange),
          status: answer.status,
          responseLength: answer.body.length,
          responseLatency: Math.round(this.options.now() - request.receivedAt),
        }),
    };
  }

  /** In the order of AWS: method, size, authorizer, API key and usage plan, stage limits, validation, integration. */
  private async outcomeOf(exchange: Exchange, stage: RestStage): Promise<Outcome> {
    const { request } = exchange;
    const path = request.path.slice(stage.name.length + 1) || "/";
    const matched = this.methods.match(request.method, path);
    if (matched === undefined) return refused("MISSING_AUTHENTICATION_TOKEN");
    const { method, pathVariables } = matched;
    exchange.context = { resourcePath: method.path };
    if (request.body.length > LARGEST_PAYLOAD_BYTES) return refused("REQUEST_TOO_LARGE");

    const authorized = await authorizeRest(method.authorization, request, this.keysOf);
    if (authorized.kind === "refused") return authorized;
    exchange.context = { ...exchange.context, ...authorized.context };
    const notAdmitted =
      this.usagePlans.admit(request, method, stage.name) ??
      this.throttle(stage, method) ??
      this.validators.get(method)?.check(request, pathVariables);
    return notAdmitted ?? this.integrate(exchange, stage, matched);
  }

  private throttle(stage: RestStage, method: RestMethod): Refusal | undefined {
    const isAdmitted = this.buckets.take(
      `${stage.name} ${method.path} ${method.httpMethod}`,
      throttleOf(stage, method),
    );
    return isAdmitted ? undefined : refused("THROTTLED");
  }

  private async integrate(
    exchange: Exchange,
    stage: RestStage,
    { method, pathVariables }: MatchedMethod,
  ): Promise<Outcome> {
    const { request } = exchange;
    if (method.integration === undefined) return refused("API_CONFIGURATION_ERROR");
    const source = {
      definition: this.definition,
      stage,
      request,
      pathVariables,
      context: this.requestVariables(exchange),
    };
    const sentAt = this.options.now();
    const result = await this.options.forward(restIntegrationRequest(method.integration, source));
    exchange.context = {
      ...exchange.context,
      "integration.latency": Math.round(this.options.now() - sentAt),
      ...(result.kind === "answer" ? { "integration.status": result.status } : {}),
    };
    switch (result.kind) {
      case "answer":
        exchange.answeredBy = result.answeredBy;
        return { kind: "answer", answer: restIntegrationAnswer(result, source) };
      case "timeout":
        return refused("INTEGRATION_TIMEOUT");
      case "no-target":
      case "failed":
        return refused("INTEGRATION_FAILURE");
    }
  }

  private finished(exchange: Exchange, outcome: Outcome): GatewayAnswer {
    const { request } = exchange;
    let answer: GatewayAnswer;
    if (outcome.kind === "answer") answer = outcome.answer;
    else {
      exchange.context = { ...exchange.context, ...errorVariables(outcome) };
      answer = errorAnswer(this.definition, outcome, request, this.requestVariables(exchange));
    }
    const ids = { "x-amzn-requestid": [request.id], "x-amz-apigw-id": [request.id] };
    return { ...answer, headers: { ...answer.headers, ...ids } };
  }

  /** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html */
  private requestVariables({ request, stage, context }: Exchange): ContextVariables {
    return {
      ...requestVariables(request, this.definition.name),
      requestTimeEpoch: request.receivedAt,
      stage: stage?.name,
      ...context,
    };
  }
}

/** A method's own settings override those for all methods. */
function throttleOf(stage: RestStage, method: RestMethod): ThrottleSettings | undefined {
  const path = method.path.replace(/^\//, "");
  return stage.throttles[`${path}/${method.httpMethod}`] ?? stage.throttles["*/*"];
}
