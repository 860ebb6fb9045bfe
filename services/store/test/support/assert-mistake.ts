import assert from "node:assert/strict";
import type { Answer } from "./store-client";

/** Checks that the response has this status and contains only a message with this text. */
export function assertMistake({ status, json }: Answer, expected: number, text: string): void {
  const { message, ...others } = json as { message: string };
  assert.ok(message.includes(text), `message: ${message}`);
  assert.deepEqual({ status, ...others }, { status: expected });
}
