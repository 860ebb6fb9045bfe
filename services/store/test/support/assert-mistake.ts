import assert from "node:assert/strict";
import type { Answer } from "./store-client";

/** Checks that the answer has this status and, as its only content, a message with this text in it. */
export function assertMistake({ status, json }: Answer, expected: number, text: string): void {
  const { message, ...others } = json as { message: string };
  assert.ok(message.includes(text), `message: ${message}`);
  assert.deepEqual({ status, ...others }, { status: expected });
}
