import { RequestError } from "@services/kit/request-error";
import { traceHeaders } from "@services/kit/tracing";
import {
  circuitBreaker,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleType,
  handleWhen,
  retry,
  timeout,
  TimeoutStrategy,
  wrap,
} from "cockatiel";
import type { FastifyBaseLogger } from "fastify";
import type { Subject } from "./subjects";

/** Limit for one lookup, including its retry. */
const timeoutMs = 2_000;
const failuresToOpen = 5;
const openMs = 1_000;
const answerLimitBytes = 16 * 1024;

class PeerFailure extends Error {
  /** Only a failure that came quickly is retried. A slow peer must not get more load. */
  readonly isWorthRetry: boolean;

  constructor(message: string, isWorthRetry: boolean, cause?: unknown) {
    super(message, { cause });
    this.name = "PeerFailure";
    this.isWorthRetry = isWorthRetry;
  }
}

/**
 * Calls the subject service. A lookup takes at most 2 s and is tried at most twice. After five consecutive failures, no
 * requests are sent for a second. Then a single request tests whether the service has recovered. At most a fifth of the
 * lookups are retried.
 */
export class SubjectClient {
  private readonly url: string;
  private readonly budget = new RetryBudget();
  private readonly policy;

  constructor(url: string, log: FastifyBaseLogger) {
    this.url = url;
    const breaker = circuitBreaker(handleType(PeerFailure), {
      halfOpenAfter: openMs,
      breaker: new ConsecutiveBreaker(failuresToOpen),
    });
    breaker.onBreak(() => {
      log.warn("the subject service fails: no requests are sent to it for a while");
    });
    breaker.onReset(() => {
      log.info("the subject service has recovered");
    });
    const isRetried = (error: Error) =>
      error instanceof PeerFailure && error.isWorthRetry && this.budget.take();
    this.policy = wrap(
      timeout(timeoutMs, TimeoutStrategy.Aggressive),
      retry(handleWhen(isRetried), {
        maxAttempts: 1,
        backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 200 }),
      }),
      breaker,
    );
  }

  /**
   * @param traceId the load balancer's trace ID, so that its access log shows both requests as one
   * @throws RequestError 502 if the subject service fails
   */
  async find(id: number, traceId: string | undefined): Promise<Subject | undefined> {
    this.budget.give();
    try {
      return await this.policy.execute(({ signal, attempt }) =>
        this.ask(id, traceId, signal, attempt === 0),
      );
    } catch (error) {
      throw new RequestError(502, "The subject service is not available.", { cause: error });
    }
  }

  private async ask(
    id: number,
    traceId: string | undefined,
    signal: AbortSignal,
    isFirst: boolean,
  ): Promise<Subject | undefined> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${this.url}/subject/${String(id)}`, {
        headers: {
          accept: "application/json",
          ...(traceId && { "x-amzn-trace-id": traceId }),
          ...traceHeaders(),
        },
        redirect: "error",
        signal,
      });
      text = await readText(response);
    } catch (error) {
      throw new PeerFailure("no answer", isFirst && !signal.aborted, error);
    }
    if (response.status === 404) return undefined;
    if (response.status !== 200)
      throw new PeerFailure(`status ${String(response.status)}`, isFirst && response.status > 500);
    return parseSubject(text, id);
  }
}

/** Limits retries to a fifth of the requests, plus ten after a quiet time, so that a failing peer gets no retry storm. */
class RetryBudget {
  private static readonly most = 10;
  private static readonly perRequest = 0.2;
  private balance = RetryBudget.most;

  /** Call this once for each request. */
  give(): void {
    this.balance = Math.min(RetryBudget.most, this.balance + RetryBudget.perRequest);
  }

  /** @returns whether a retry is allowed, and counts it if so */
  take(): boolean {
    if (this.balance < 1) return false;
    this.balance -= 1;
    return true;
  }
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += (chunk as Uint8Array).length;
    if (length > answerLimitBytes) throw new Error("the response is too long");
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks).toString();
}

function parseSubject(text: string, id: number): Subject {
  let answer: Partial<Subject> | null;
  try {
    answer = JSON.parse(text) as Partial<Subject> | null;
  } catch (error) {
    throw new PeerFailure("the response is not JSON", false, error);
  }
  const { subject_id, name, teacher } = answer ?? {};
  if (
    subject_id !== id ||
    typeof name !== "string" ||
    (teacher !== null && typeof teacher !== "string")
  )
    throw new PeerFailure("the response is not a subject", false);
  return { subject_id, name, teacher };
}
