/**
 * CDKTF 0.21 captures a stack trace for each token, so that an error can name the place where the token was created. This
 * takes a third of the time of a synth (990 resources: 0.8 s with, 0.5 s without). Set CDKTF_STACK_TRACES=1 to enable it.
 *
 * CDKTF looks the function up in its module's exports at each call, so replacing it there works. Remove this file when CDKTF
 * has an option for it. It uses `require`, because the exports of an `import` are a read-only copy.
 */
export function leaveOutTokenStackTraces(): void {
  if (process.env.CDKTF_STACK_TRACES) return;
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const exports = require("cdktf/lib/tokens/private/stack-trace") as {
    captureStackTrace: () => string[];
  };
  exports.captureStackTrace = () => [];
}
