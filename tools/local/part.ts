import type { IncomingMessage, ServerResponse } from "node:http";
import type { SynthesizedStack } from "../synthesized/synthesis";
import type { EvaluatedStack } from "../synthesized/evaluated-stack";

/**
 * Something of a system beside its services and balancers: a database, emulated tables, an API in front.
 *
 * A local run (`local-system.ts`) goes in this order, so that each finds what it needs:
 * 1. balancers take their ports, so that their addresses are known;
 * 2. `prepare` of every part of `PARTS`: what the tasks need, and what expressions refer to;
 * 3. tasks start, with the environment that the parts gave;
 * 4. `open` of every part: what answers requests and hands them to balancers or tasks;
 * 5. at the end, the reverse: `close` of what was opened, tasks, balancers, `close` of what was prepared.
 *
 * To plug in: a file with a `SystemPart`, and its name in the list of `PARTS`.
 */
export interface SystemPart {
  readonly name: string;
  /** Whether the stack has anything for it; else neither of the others is called. */
  readonly isIn: (evaluated: EvaluatedStack) => boolean;
  readonly prepare?: (context: PartContext) => Promise<PreparedPart>;
  readonly open?: (system: RunningSystem) => Promise<OpenedPart>;
}

export interface PartContext {
  readonly stack: SynthesizedStack;
  /** Evaluates expressions of the stack; addresses of balancers are known already. */
  readonly evaluated: EvaluatedStack;
  /** Folder for files of this run, removed at its end. */
  readonly workFolder: string;
  /** Folder for logs, kept until the next run. */
  readonly logFolder: string;
  /** Says a line to the user. */
  readonly say: (line: string) => void;
}

export interface PreparedPart {
  /** Added to the environment of every task, after what its container says. */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Attributes by resource, such as `{ "aws_db_instance.database": { address: "127.0.0.1" } }`: what expressions that
   * refer to them get.
   */
  readonly attributes?: Attributes;
  /** Values of secrets, by what containers name in `valueFrom` once it is evaluated. */
  readonly secrets?: (valueFrom: string) => string | undefined;
  readonly close: () => Promise<void>;
}

export type Attributes = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The running system, as a part sees it that answers requests. */
export interface RunningSystem extends PartContext {
  /** Balancers by their address in the stack, such as `aws_lb.load-balancer`. */
  readonly balancers: ReadonlyMap<string, RunningBalancer>;
  /** Services by their address in the stack, such as `aws_ecs_service.food-service`. */
  readonly services: ReadonlyMap<string, RunningService>;
  /** Puts a line into the status page's list of requests. */
  readonly record: (request: RecordedRequest) => void;
}

export interface RunningBalancer {
  /** Base URL of its first listener, without a slash at the end. */
  readonly url: string;
  /** Listeners by their address in the stack: what a request to that port does, without a network in between. */
  readonly listeners: ReadonlyMap<string, Router>;
}

/** Answers a request: balancers are routers, and so are APIs. */
export interface Router {
  /** Writes the whole answer, whatever goes wrong; never throws. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  /** Takes over a connection whose client asks for another protocol. @default - such requests are refused */
  readonly upgrade?: (request: IncomingMessage, head: Buffer) => void;
}

export interface RunningService {
  /** Tasks that run and are healthy now (those of Cloud Map), in no certain order. */
  readonly healthyTasks: () => readonly TaskEndpoint[];
}

export interface TaskEndpoint {
  readonly taskId: string;
  readonly host: string;
  readonly port: number;
}

export interface RecordedRequest {
  readonly time: Date;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly milliseconds: number;
  /** Who answered: a task's id, or what answered in its place. */
  readonly answeredBy: string;
}

export interface OpenedPart {
  /** One line each at the start, and on the status page. */
  readonly endpoints: readonly { readonly name: string; readonly url: string }[];
  /** Anything for /status.json. */
  readonly status?: () => unknown;
  readonly close: () => Promise<void>;
}
