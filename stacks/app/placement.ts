import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";

/** What a placement is about to do, written down first so that it can be undone after the process was killed. */
interface Journal {
  readonly created: readonly string[];
  readonly replaced: readonly string[];
}

const JOURNAL = "placement.json";
const FORMER = "former";

/** Moves files from a staging folder into the output folder: all of them, or, on an error, none. */
export class Placement {
  private readonly staged: string;
  private readonly target: string;

  constructor(staged: string, target: string) {
    this.staged = staged;
    this.target = target;
  }

  /** Those of the staged files that are new or have another content than the one in place. */
  differing(files: readonly string[]): string[] {
    return files.filter((file) => {
      const inPlace = join(this.target, file);
      const size = statSync(inPlace, { throwIfNoEntry: false })?.size;
      const staged = join(this.staged, file);
      if (size !== statSync(staged).size) return true;
      return !readFileSync(staged).equals(readFileSync(inPlace));
    });
  }

  /** Puts `files` in place in their order, then removes `outdated` ones. */
  run(files: readonly string[], outdated: readonly string[]): void {
    finishBeforeSignals();
    const isThere = (file: string) => existsSync(join(this.target, file));
    const journal: Journal = {
      created: files.filter((file) => !isThere(file)),
      replaced: [...files.filter(isThere), ...outdated],
    };
    this.write(journal);
    try {
      for (const file of journal.replaced) this.keepFormer(file);
      for (const file of files) {
        mkdirSync(dirname(join(this.target, file)), { recursive: true });
        renameSync(join(this.staged, file), join(this.target, file));
      }
      for (const file of outdated) rmSync(join(this.target, file));
    } catch (error) {
      Placement.undoLeftOver(this.staged, this.target);
      throw error;
    }
    rmSync(join(this.staged, JOURNAL));
  }

  /** Restores what a placement that did not come to its end had found; does nothing when there is none. */
  static undoLeftOver(staged: string, target: string): void {
    const journalFile = join(staged, JOURNAL);
    if (!existsSync(journalFile)) return;
    const { created, replaced } = JSON.parse(readFileSync(journalFile, "utf8")) as Journal;
    for (const file of replaced) {
      const former = join(staged, FORMER, file);
      if (existsSync(former)) renameSync(former, join(target, file));
    }
    for (const file of created) rmSync(join(target, file), { force: true });
    rmSync(journalFile);
  }

  private write(journal: Journal): void {
    const unfinished = join(this.staged, `${JOURNAL}.part`);
    writeFileSync(unfinished, JSON.stringify(journal));
    renameSync(unfinished, join(this.staged, JOURNAL));
  }

  /** A second name for the file costs nothing; where the file system has no hard links, a copy does. */
  private keepFormer(file: string): void {
    const former = join(this.staged, FORMER, file);
    mkdirSync(dirname(former), { recursive: true });
    try {
      linkSync(join(this.target, file), former);
    } catch {
      copyFileSync(join(this.target, file), `${former}.part`);
      renameSync(`${former}.part`, former);
    }
  }
}

let obeysSignalsLater = false;

/** A signal that comes while files are being put in place is obeyed right after: nothing here waits for anything. */
function finishBeforeSignals(): void {
  if (obeysSignalsLater) return;
  obeysSignalsLater = true;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => {
      process.kill(process.pid, signal);
    });
  }
}
