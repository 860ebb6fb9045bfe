import assert from "node:assert/strict";

export interface ExpectedError {
  readonly status: number;
  readonly error: string;
  readonly path: string;
}

/** Checks that a response has the error format of Spring Boot 1.5. */
export async function assertError(response: Response, expected: ExpectedError): Promise<void> {
  assert.equal(response.status, expected.status);
  assert.match(response.headers.get("content-type") ?? "", /^application\/json\b/);
  const { timestamp, message, ...others } = (await response.json()) as Record<string, unknown>;
  assert.deepEqual(others, expected);
  assert.ok(Math.abs(Date.now() - Number(timestamp)) < 60_000, `timestamp ${String(timestamp)}`);
  assert.ok(typeof message === "string" && message !== "", `message ${String(message)}`);
}
