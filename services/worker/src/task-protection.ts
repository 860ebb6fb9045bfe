interface Answer {
  readonly protection?: { readonly ExpirationDate?: string };
  readonly failure?: { readonly Reason?: string; readonly Detail?: string };
  readonly error?: { readonly Code?: string; readonly Message?: string };
}

/** The agent runs on the same machine, but its response includes a call to ECS. */
const TIMEOUT_MS = 5_000;

/**
 * Protects the task from scale-in and deployments while it works. Spot interruptions and manual stops are still possible.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-scale-in-protection-endpoint.html
 */
export class TaskProtection {
  private readonly url: string;
  private readonly workSeconds: number;
  private readonly minutes: number;
  private until = 0;

  /** @param workSeconds time limit for one round of work */
  constructor(agentUri: string, workSeconds: number) {
    this.workSeconds = workSeconds;
    this.url = `${agentUri}/task-protection/v1/state`;
    // Long enough that a busy task need not renew the protection before each round.
    this.minutes = Math.min(2880, Math.ceil((2 * workSeconds) / 60) + 2);
  }

  /**
   * Protects the task for longer than one round of work.
   *
   * @throws Error with the reason from ECS, for example while a deployment is about to stop the task
   */
  async begin(): Promise<void> {
    if (this.until - Date.now() > this.workSeconds * 1000) return;
    await this.put({ ProtectionEnabled: true, ExpiresInMinutes: this.minutes });
    this.until = Date.now() + this.minutes * 60_000;
  }

  /** Removes the protection. */
  async end(): Promise<void> {
    if (this.until === 0) return;
    await this.put({ ProtectionEnabled: false });
    this.until = 0;
  }

  private async put(body: object): Promise<void> {
    const answer = await fetch(this.url, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const { failure, error } = (await answer.json()) as Answer;
    const reason = failure?.Reason ?? error?.Code;
    if (reason === undefined && answer.ok) return;
    throw new Error(
      failure?.Detail ?? error?.Message ?? reason ?? `status ${String(answer.status)}`,
    );
  }
}
