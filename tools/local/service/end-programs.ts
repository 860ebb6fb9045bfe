import type { Program } from "./program";

/** Ends programs as ECS does: SIGTERM, and SIGKILL to those that are still there after the stop time-out. */
export async function endPrograms(
  programs: readonly Program[],
  stopTimeoutSeconds: number,
): Promise<void> {
  for (const program of programs) program.signal("SIGTERM");
  const force = setTimeout(() => {
    for (const program of programs) program.signal("SIGKILL");
  }, stopTimeoutSeconds * 1000);
  await Promise.all(programs.map(({ ended }) => ended));
  clearTimeout(force);
  // What a program started itself and left behind.
  for (const program of programs) program.signal("SIGKILL");
}
