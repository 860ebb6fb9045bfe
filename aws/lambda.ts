import type { Range } from "./violation";

/**
 * The newest runtime that both versions of the provider know (5.100 knows no nodejs24.x). AWS supports it until 2027-04-30.
 * Its AWS SDK for JavaScript has all clients.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html (2026-11-29)
 */
export const lambdaRuntime = "nodejs22.x";

/** Characters of a function's name. @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html (2026-11-29) */
export const LONGEST_FUNCTION_NAME = 64;

/** Seconds for which a function may run. @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html (2026-11-29) */
const LONGEST_RUN_SECONDS = 900;

/** What a function that waits for a task needs after the task's time is over: to stop it, and to say so. */
export const WRAP_UP_SECONDS = 60;

/** Minutes that a function can wait for a task. */
export const waitMinutes: Range = [1, (LONGEST_RUN_SECONDS - WRAP_UP_SECONDS) / 60];
