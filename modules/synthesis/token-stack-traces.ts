/**
 * CDKTF 0.21 captures a complete stack trace for each token, to say in an error where the token was made; a third of a
 * synth's time goes there (990 resources: 0.8 s with, 0.5 s without). Set CDKTF_STACK_TRACES=1 to have them.
 *
 * CDKTF looks the function up in its module's exports at each call, so replacing it there works as long as it does that;
 * drop this when CDKTF has an option for it. (`require`, because the exports of an `import` are a read-only copy.)
 */
export function leaveOutTokenStackTraces(): void {
  if (process.env.CDKTF_STACK_TRACES) return;
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const exports = require("cdktf/lib/tokens/private/stack-trace") as {
    captureStackTrace: () => string[];
  };
  exports.captureStackTrace = () => [];
}
