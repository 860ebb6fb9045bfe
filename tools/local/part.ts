import type { IncomingMessage, ServerResponse } from "node:http";
import type { SynthesizedStack } from "../synthesized/synthesis";
import type { EvaluatedStack } from "../synthesized/evaluated-stack";

/**
 * A component of a system other than its services and load balancers: a database, emulated tables, an API in front.
 *
 * A local run (`local-system.ts`) starts in this order:
 * 1. Load balancers take their ports, so that their addresses are known.
 * 2. `prepare` of each part in `PARTS` creates what the tasks need and what expressions refer to.
 * 3. Tasks start, with the environment from the parts.
 * 4. `open` of each part starts what accepts requests for load balancers or tasks.
 * 5. At the end, in reverse order: `close` of what was opened, tasks, load balancers, `close` of what was prepared.
 *
 * To add a part, create a file with a `SystemPart` and add it to the list of `PARTS`.
 */
export interface SystemPart {
  readonly name: string;
  /** Whether the stack needs this part. If not, the other methods are not called. */
  readonly isIn: (evaluated: EvaluatedStack) => boolean;
  readonly prepare?: (context: PartContext) => Promise<PreparedPart>;
  readonly open?: (system: RunningSystem) => Promise<OpenedPart>;
}

export interface PartContext {
  readonly stack: SynthesizedStack;
  /** Evaluates expressions of the stack. Addresses of load balancers are known. */
  readonly evaluated: EvaluatedStack;
  /** Folder for the files of this run, which is removed at the end. */
  readonly workFolder: string;
  /** Folder for logs, which is kept until the next run. */
  readonly logFolder: string;
  /** Prints a line to the user. */
  readonly say: (line: string) => void;
}

export interface PreparedPart {
  /** Added to the environment of every task. Overrides the container's environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Attributes by resource, such as `{ "aws_db_instance.database": { address: "127.0.0.1" } }`, for expressions that refer
   * to them.
   */
  readonly attributes?: Attributes;
  /** Values of secrets, by the evaluated `valueFrom` of the containers. */
  readonly secrets?: (valueFrom: string) => string | undefined;
  readonly close: () => Promise<void>;
}

/** What tasks get from the parts of their system, and from the user. */
export function fromParts(
  prepared: readonly PreparedPart[],
  added: Readonly<Record<string, string>> = {},
) {
  return {
    environment: Object.assign(
      {},
      ...prepared.map(({ environment }) => environment),
      added,
    ) as Record<string, string>,
    secret: (valueFrom: string, name: string): string =>
      prepared.map(({ secrets }) => secrets?.(valueFrom)).find((value) => value !== undefined) ??
      `local-${name.toLowerCase()}`,
  };
}

export type Attributes = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The running system, for a part that accepts requests. */
export interface RunningSystem extends PartContext {
  /** Load balancers by their address in the stack, such as `aws_lb.load-balancer`. */
  readonly balancers: ReadonlyMap<string, RunningBalancer>;
  /** Services by their address in the stack, such as `aws_ecs_service.food-service`. */
  readonly services: ReadonlyMap<string, RunningService>;
  /** Adds a line to the list of requests on the status page. */
  readonly record: (request: RecordedRequest) => void;
}

export interface RunningBalancer {
  /** Base URL of its first listener, without a trailing slash. */
  readonly url: string;
  /** Listeners by their address in the stack. They handle a request to their port without a network in between. */
  readonly listeners: ReadonlyMap<string, Router>;
}

/** Answers requests. Load balancers and APIs are routers. */
export interface Router {
  /** Writes the whole response, even after an error. Never throws. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  /** Takes over a connection whose client requests another protocol. @default - such requests are rejected */
  readonly upgrade?: (request: IncomingMessage, head: Buffer) => void;
}

export interface RunningService {
  /** Tasks that are running and healthy (as in Cloud Map), in no particular order. */
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
  /** What answered: a task ID, or what answered in its place. */
  readonly answeredBy: string;
}

export interface OpenedPart {
  /** One line each, shown at the start and on the status page. */
  readonly endpoints: readonly { readonly name: string; readonly url: string }[];
  /** Additional content of /status.json. */
  readonly status?: () => unknown;
  readonly close: () => Promise<void>;
}
