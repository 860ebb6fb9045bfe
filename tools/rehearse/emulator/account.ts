import { UserError } from "../../terminal/user-error";
import type { Expectations } from "../synthesized/expectations";

/** Names of the resources in an account, by service and kind. */
export type Inventory = Readonly<Record<string, readonly string[]>>;

/** Terraform's requests, compared with the API models that AWS publishes. */
export interface CheckedRequests {
  /** Number of requests by operation, such as "ecs:CreateService". */
  readonly operations: Readonly<Record<string, number>>;
  readonly violations: readonly Violation[];
}

/** A request value that AWS would refuse but the emulator accepted. */
export interface Violation {
  readonly operation: string;
  /** The parameter that names the resource, and its value. Empty if there is none. */
  readonly resource: string;
  readonly field: string;
  readonly value: string;
  /** For example "must be at most 32 long". */
  readonly rule: string;
}

/** An emulated AWS account. Only this project's emulator supports calls that AWS does not have. */
export abstract class Account {
  readonly endpoint: string;
  /** Whether this project started the emulator. Only then can it be seeded and listed. */
  readonly isOurs: boolean;

  protected constructor(endpoint: string, isOurs: boolean) {
    this.endpoint = endpoint;
    this.isOurs = isOurs;
  }

  /** Creates the resources that stacks refer to but do not create. */
  async seed(expected: Expectations): Promise<void> {
    await this.post("/rehearsal/seed", expected);
  }

  /** Names of the resources created since the seed and not deleted, by service and kind. */
  async inventory(): Promise<Inventory> {
    return (await (await this.call("/rehearsal/inventory")).json()) as Inventory;
  }

  /** Resources that Terraform may have created, by provider type. */
  async resources(): Promise<readonly EmulatedResource[]> {
    return (await (await this.call("/rehearsal/resources")).json()) as EmulatedResource[];
  }

  /** The requests that AWS would have refused. */
  async checkedRequests(): Promise<CheckedRequests> {
    return (await (await this.call("/rehearsal/requests")).json()) as CheckedRequests;
  }

  /** Removes resources without AWS's checks. */
  async remove(resources: readonly EmulatedResource[]): Promise<void> {
    await this.post(
      "/rehearsal/remove",
      resources.map(({ kind, importId }) => ({ kind, importId })),
    );
  }

  /** An object in a bucket, or undefined if it does not exist. */
  async object(bucket: string, key: string): Promise<string | undefined> {
    const answer = await this.request(`/${bucket}/${key}`, { headers: SIGNED });
    if (answer.status === 404) return undefined;
    if (!answer.ok)
      throw new Error(`s3://${bucket}/${key} answers ${answer.status}: ${await answer.text()}`);
    return answer.text();
  }

  /** The last lines of the emulator's log, for error messages. Empty if this project did not start it. */
  abstract log(): string;

  /** Why the emulator stopped, if it stopped unexpectedly. */
  abstract get lostBecause(): string | undefined;

  /** Aborts when the emulator stops. Undefined if this process cannot detect that. */
  readonly lost?: AbortSignal;

  abstract stop(): Promise<void>;

  private post(path: string, content: unknown): Promise<Response> {
    return this.call(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(content),
    });
  }

  private async call(path: string, request?: RequestInit): Promise<Response> {
    const answer = await this.request(path, request);
    if (!answer.ok)
      throw new UserError(`The emulator answers ${answer.status} to ${path}.\n${this.log()}`);
    return answer;
  }

  private async request(path: string, request: RequestInit = {}): Promise<Response> {
    try {
      const signal = AbortSignal.timeout(ANSWER_SECONDS * 1000);
      return await fetch(`${this.endpoint}${path}`, { ...request, signal });
    } catch (error) {
      const { message, cause } = error as Error;
      const why = cause instanceof Error ? cause.message : message;
      throw new UserError(
        `The emulator at ${this.endpoint} does not respond (${why}). Start the rehearsal again.`,
      );
    }
  }
}

const ANSWER_SECONDS = 60;

/** The signature is not checked, but moto treats a request without one as anonymous. */
export const SIGNED = {
  authorization: "AWS4-HMAC-SHA256 Credential=rehearsal/20260101/us-east-1/s3/aws4_request",
};

/** A resource in the emulator, named as in Terraform's AWS provider. */
export interface EmulatedResource {
  /** The emulator's name for this kind of resource: "service.Kind". */
  readonly kind: string;
  readonly type: string;
  /** The ID that an import block uses. */
  readonly importId: string;
  /** IDs and ARNs of the resource. The state contains one of them as an attribute. */
  readonly identities: readonly string[];
  /** IDs and ARNs of the parents, such as the VPC, or the role of an instance profile. */
  readonly within: readonly string[];
  /** Arguments that identify the resource among others of its type, if the emulator knows them. */
  readonly arguments: Readonly<Record<string, string | number | boolean | null>>;
  readonly tags: Readonly<Record<string, string>>;
}
