/**
 * A command that asks a program on its own port, by the image's Node.js: an image needs no curl for it.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/healthcheck.html
 */
export function nodeHealthCheck(port: number, path: string): readonly string[] {
  const url = JSON.stringify(`http://127.0.0.1:${port}${path}`);
  const program = `fetch(${url}).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))`;
  return ["CMD", "node", "-e", program];
}
