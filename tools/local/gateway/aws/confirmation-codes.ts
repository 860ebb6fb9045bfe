import { existsSync, readFileSync } from "node:fs";

const POLL_MS = 300;

/**
 * Tells the codes that Cognito would send by e-mail, which the emulator writes to its log.
 *
 * @returns what ends it
 */
export function watchConfirmationCodes(
  logFile: string,
  onCode: (name: string, code: string) => void,
): () => void {
  let told = 0;
  const look = (): void => {
    const codes = codesIn(existsSync(logFile) ? readFileSync(logFile, "utf8") : "");
    for (const [name, code] of codes.slice(told)) onCode(name, code);
    told = codes.length;
  };
  const timer = setInterval(look, POLL_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}

function codesIn(log: string): readonly (readonly [string, string])[] {
  return [...log.matchAll(/^confirmation-code (\S+) (\d{6})\n/gm)].map(
    ([, name = "", code = ""]) => [name, code] as const,
  );
}
