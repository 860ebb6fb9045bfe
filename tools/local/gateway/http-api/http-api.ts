import {
  type ContextVariables,
  httpRequestVariables,
  integrationVariables,
  substituteContext,
} from "../context-variables";
import {
  type Api,
  type GatewayAnswer,
  type GatewayRequest,
  type Handled,
  jsonAnswer,
} from "../http-message";
import type { Forward } from "../forwarding";
import { cachedKeys, type KeysOf } from "../token-check";
import { segmentsOf } from "../path-pattern";
import { type Clock, TokenBuckets } from "../token-bucket";
import { isPreflight, preflightAnswer, withCorsHeaders } from "./cors";
import {
  DEFAULT_STAGE,
  type HttpApiDefinition,
  type HttpIntegration,
  type HttpStage,
} from "./http-api-definition";
import { integrationAnswer, integrationRequest } from "./integration-message";
import { authorize } from "./jwt-authorization";
import type { MappingSource } from "./parameter-mapping";
import { type MatchedRoute, RouteTable } from "./route-table";

export interface HttpApiOptions {
  readonly forward: Forward;
  readonly keysOf: KeysOf;
  readonly now: Clock;
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const LARGEST_PAYLOAD_BYTES = 10 * 1024 * 1024;

interface Exchange {
  readonly request: GatewayRequest;
  readonly stage: HttpStage;
  /** The request's path without the stage name. */
  readonly path: string;
  context: ContextVariables;
  answeredBy?: string;
  /** Whether this is the gateway's own response to a preflight, which already has its CORS headers. */
  isPreflight?: boolean;
}

/** An HTTP API (API Gateway v2) that follows its definition. */
export class HttpApi implements Api {
  readonly definition: HttpApiDefinition;
  private readonly options: HttpApiOptions;
  private readonly keysOf: KeysOf;
  private readonly routes: RouteTable;
  private readonly buckets: TokenBuckets;

  constructor(definition: HttpApiDefinition, options: HttpApiOptions) {
    this.definition = definition;
    this.options = options;
    this.keysOf = cachedKeys(options.keysOf, options.now);
    this.routes = new RouteTable(definition.routes);
    this.buckets = new TokenBuckets(options.now);
  }

  async handle(request: GatewayRequest): Promise<Handled> {
    const stage = this.stageOf(request.path);
    // A request that matches no stage is not logged.
    if (stage === undefined) return { answer: this.finished(request, notFound()) };
    const exchange: Exchange = {
      request,
      stage,
      path: pathWithin(stage, request.path),
      context: {},
    };
    const answered = await this.answerTo(exchange);
    const answer = this.finished(request, answered, exchange.isPreflight);
    return {
      answer,
      answeredBy: exchange.answeredBy,
      accessLogLine:
        stage.accessLogFormat &&
        substituteContext(stage.accessLogFormat, {
          ...httpRequestVariables(this.definition, exchange),
          status: answer.status,
          responseLength: answer.body.length,
          responseLatency: Math.round(this.options.now() - request.receivedAt),
        }),
    };
  }

  private async answerTo(exchange: Exchange): Promise<GatewayAnswer> {
    const { request, stage } = exchange;
    const { cors } = this.definition;
    if (request.body.length > LARGEST_PAYLOAD_BYTES)
      return jsonAnswer(413, { message: "Request Entity Too Large" });

    const matched = this.routes.match(request.method, exchange.path);
    if (cors !== undefined && request.method === "OPTIONS" && !isGuarded(matched)) {
      if (matched === undefined || isPreflight(request)) {
        exchange.isPreflight = true;
        return preflightAnswer(cors, request);
      }
    }
    if (matched === undefined) return notFound();

    const { route } = matched;
    exchange.context = { routeKey: route.key };
    const throttle = stage.routeThrottles[route.key] ?? stage.defaultThrottle;
    if (!this.buckets.take(`${stage.name} ${route.key}`, throttle))
      return jsonAnswer(429, { message: "Too Many Requests" });

    const authorization = await authorize(route.authorization, request, this.keysOf);
    exchange.context = { ...exchange.context, ...authorization.context };
    if (authorization.kind === "refused") return authorization.answer;
    if (route.integration === undefined) return internalError();
    return this.integrate(exchange, matched, route.integration);
  }

  private async integrate(
    exchange: Exchange,
    matched: MatchedRoute,
    integration: HttpIntegration,
  ): Promise<GatewayAnswer> {
    const source: MappingSource = {
      request: exchange.request,
      path: exchange.path,
      pathVariables: matched.pathVariables,
      stageVariables: exchange.stage.variables,
      context: httpRequestVariables(this.definition, exchange),
    };
    const sentAt = this.options.now();
    const result = await this.options.forward(integrationRequest(integration, source));
    exchange.context = {
      ...exchange.context,
      ...integrationVariables(result, this.options.now() - sentAt),
    };
    if (result.kind === "answer") exchange.answeredBy = result.answeredBy;
    if (result.kind === "answer") return integrationAnswer(integration, result, source);
    // A timeout, a refused connection and a missing target look the same to the client. The access log distinguishes them.
    return jsonAnswer(503, { message: "Service Unavailable" });
  }

  /** The stage in the path, or `$default`. */
  private stageOf(path: string): HttpStage | undefined {
    const { stages } = this.definition;
    const first = segmentsOf(path)[0];
    return (
      stages.find(({ name }) => name === first) ?? stages.find(({ name }) => name === DEFAULT_STAGE)
    );
  }

  private finished(
    request: GatewayRequest,
    answer: GatewayAnswer,
    isPreflight = false,
  ): GatewayAnswer {
    const { headers } = isPreflight
      ? answer
      : withCorsHeaders(this.definition.cors, request, answer);
    return { ...answer, headers: { ...headers, "apigw-requestid": [request.id] } };
  }
}

function notFound(): GatewayAnswer {
  return jsonAnswer(404, { message: "Not Found" });
}

function internalError(): GatewayAnswer {
  return jsonAnswer(500, { message: "Internal Server Error" });
}

/** Whether the route requires authorization. A preflight that matches it, also through ANY or $default, is refused. */
function isGuarded(matched: MatchedRoute | undefined): boolean {
  return matched !== undefined && matched.route.authorization.kind !== "none";
}

function pathWithin(stage: HttpStage, path: string): string {
  if (stage.name === DEFAULT_STAGE) return path;
  return path.slice(stage.name.length + 1) || "/";
}
