import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { meets, type RoutedRequest } from "./conditions";
import { forward } from "./forward";
import { answer, answerStatus, redirectTarget } from "./own-answer";
import type { Hop } from "./forwarded-headers";
import type { TargetGroup } from "./target-group";
import { forwardUpgrade, responseOver } from "./upgrade";
import { weightedChoice } from "./target-choice";
import type { RecordedRequest, Router } from "../part";
import type { Action, ForwardAction } from "../../synthesized/system/listener-action";
import type { BalancerModel, ListenerModel } from "../../synthesized/system/load-balancer";

export interface ListenerContext {
  readonly balancer: BalancerModel;
  /** Target groups by address. */
  readonly targetGroups: ReadonlyMap<string, TargetGroup>;
  /** The local port of one of the load balancer's ports, if it has a listener there. */
  readonly localPort: (port: number) => number | undefined;
  readonly record: (request: RecordedRequest) => void;
}

/** Handles requests as one listener of the stack does. Its model can be replaced at run time. */
export class Listener implements Router {
  model: ListenerModel;
  private readonly context: ListenerContext;

  constructor(model: ListenerModel, context: ListenerContext) {
    this.model = model;
    this.context = context;
  }

  readonly handle = (request: IncomingMessage, response: ServerResponse): void => {
    const started = performance.now();
    const routed = routedRequest(request);
    let answeredBy = this.context.balancer.name;
    response.once("close", () => {
      this.context.record({
        time: new Date(),
        method: routed.method,
        path: routed.path,
        // The client did not receive a complete response. A load balancer logs this as 460.
        status: response.writableFinished ? response.statusCode : 460,
        milliseconds: performance.now() - started,
        answeredBy,
      });
    });
    answeredBy = this.act(route(routed, this.model), routed, request, response);
  };

  readonly upgrade = (request: IncomingMessage, head: Buffer): void => {
    const started = performance.now();
    const routed = routedRequest(request);
    const action = route(routed, this.model);
    const target = action.kind === "forward" ? this.pick(action)?.pick(request) : undefined;
    if (target === undefined) {
      this.handle(request, responseOver(request));
      return;
    }
    const record = (status: number): void => {
      this.context.record({
        time: new Date(),
        method: routed.method,
        path: routed.path,
        status,
        milliseconds: performance.now() - started,
        answeredBy: target.id,
      });
    };
    forwardUpgrade(request, head, target, this.hop(routed), record);
  };

  /** @returns what answers */
  private act(
    action: Action,
    routed: RoutedRequest,
    request: IncomingMessage,
    response: ServerResponse,
  ): string {
    const { balancer } = this.context;
    switch (action.kind) {
      case "forward":
        return this.forward(action, routed, request, response);
      case "fixed-response":
        answer(
          response,
          action.statusCode,
          action.body === "" ? {} : { "Content-Type": action.contentType },
          action.body,
        );
        return balancer.name;
      case "redirect":
        answerStatusWith(response, action.statusCode, this.location(action, routed));
        return balancer.name;
    }
  }

  private forward(
    action: ForwardAction,
    routed: RoutedRequest,
    request: IncomingMessage,
    response: ServerResponse,
  ): string {
    const group = this.pick(action);
    const target = group?.pick(request);
    if (target === undefined) {
      answerStatus(response, 503);
      return this.context.balancer.name;
    }
    forward(request, response, target, {
      ...this.hop(routed),
      addHeaders: (reply) => group?.sessions?.headersFor(target, reply, request) ?? [],
    });
    return target.id;
  }

  private pick({ targets }: ForwardAction): TargetGroup | undefined {
    const chosen = weightedChoice(targets, Math.random());
    return this.context.targetGroups.get(chosen?.targetGroup ?? "");
  }

  private hop({ sourceAddress }: RoutedRequest): Hop & { readonly idleTimeoutSeconds: number } {
    const { balancer } = this.context;
    return {
      clientAddress: sourceAddress,
      protocol: this.protocol,
      port: this.model.port,
      traceId: `1-${Math.floor(Date.now() / 1000).toString(16)}-${randomBytes(12).toString("hex")}`,
      dropsInvalid: balancer.dropsInvalidHeaderFields,
      hostByDefault: balancer.name,
      idleTimeoutSeconds: balancer.idleTimeoutSeconds,
    };
  }

  /** A redirect to a listener of the same load balancer stays on this machine, where all listeners use plain HTTP. */
  private location(action: Parameters<typeof redirectTarget>[0], request: RoutedRequest): string {
    const { protocol, host, port, path } = redirectTarget(action, {
      request,
      protocol: this.protocol,
      port: this.model.port,
    });
    const local = host === request.host ? this.context.localPort(Number(port)) : undefined;
    return local === undefined
      ? `${protocol}://${host}:${port}${path}`
      : `http://${host}:${local}${path}`;
  }

  private get protocol(): "http" | "https" {
    return this.model.protocol === "HTTPS" ? "https" : "http";
  }
}

function answerStatusWith(response: ServerResponse, status: number, location: string): void {
  response.setHeader("Location", location);
  answerStatus(response, status);
}

function routedRequest({
  method,
  url,
  headers,
  headersDistinct,
  socket,
}: IncomingMessage): RoutedRequest {
  // A request to a proxy has an absolute URL.
  const target = (url ?? "/").replace(/^https?:\/\/[^/?]*/i, "");
  const [path = "", ...query] = target.split("?");
  return {
    method: method ?? "GET",
    path: path === "" ? "/" : path,
    query: query.join("?"),
    host: (headers.host ?? "").replace(/:\d+$/, ""),
    headers: headersDistinct,
    sourceAddress: (socket.remoteAddress ?? "127.0.0.1").replace(/^::ffff:/, ""),
  };
}

/** The action for a request: that of the first rule, in order of priority, whose conditions all hold. */
export function route(request: RoutedRequest, listener: ListenerModel): Action {
  const rule = listener.rules.find(({ conditions }) =>
    conditions.every((condition) => meets(request, condition)),
  );
  return rule?.action ?? listener.defaultAction;
}
