interface Answer {
  readonly protection?: { readonly ExpirationDate?: string };
  readonly failure?: { readonly Reason?: string; readonly Detail?: string };
  readonly error?: { readonly Code?: string; readonly Message?: string };
}

/** The agent answers from the same machine, after a call to ECS. */
const TIMEOUT_MS = 5_000;

/**
 * Keeps scale-in and deployments away from the task while it works. Spot, and whoever stops the task by hand, come all the
 * same.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-scale-in-protection-endpoint.html
 */
export class TaskProtection {
  private readonly url: string;
  private readonly workSeconds: number;
  private readonly minutes: number;
  private until = 0;

  /** @param workSeconds what one round of work may take */
  constructor(agentUri: string, workSeconds: number) {
    this.workSeconds = workSeconds;
    this.url = `${agentUri}/task-protection/v1/state`;
    // So long that a busy task need not ask before each round.
    this.minutes = Math.min(2880, Math.ceil((2 * workSeconds) / 60) + 2);
  }

  /**
   * Protects the task for longer than a round of work takes.
   *
   * @throws Error with the reason of ECS, as while a deployment is about to stop the task
   */
  async begin(): Promise<void> {
    if (this.until - Date.now() > this.workSeconds * 1000) return;
    await this.put({ ProtectionEnabled: true, ExpiresInMinutes: this.minutes });
    this.until = Date.now() + this.minutes * 60_000;
  }

  /** The task may be stopped. */
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
