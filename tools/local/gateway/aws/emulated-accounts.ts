import type { SynthesizedStack } from "../../../synthesized/synthesis";

/**
 * Where the emulated AWS of a running stack is. Expressions of the stack never name it: issuers and policies in the JSON
 * keep AWS's own names, and what runs on this machine has to know better.
 */
const endpoints = new WeakMap<SynthesizedStack, string>();

export function rememberEmulator(stack: SynthesizedStack, endpoint: string): void {
  endpoints.set(stack, endpoint);
}

export function emulatorOf(stack: SynthesizedStack): string | undefined {
  return endpoints.get(stack);
}
