import {
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";

/** What a placement is about to do, recorded first so that it can be undone if the process is killed. */
interface Journal {
  readonly created: readonly string[];
  readonly replaced: readonly string[];
}

const JOURNAL = "placement.json";
const FORMER = "former";

/** Moves files from a staging folder into the output folder: all of them or, after an error, none. */
export class Placement {
  private readonly staged: string;
  private readonly target: string;

  constructor(staged: string, target: string) {
    this.staged = staged;
    this.target = target;
  }

  /** Staged files that are new or differ from the existing ones. */
  differing(files: readonly string[]): string[] {
    return files.filter((file) => !areAlike(join(this.staged, file), join(this.target, file)));
  }

  /** Moves `files` into place in order, then removes the `outdated` ones. */
  run(files: readonly string[], outdated: readonly string[]): void {
    finishBeforeSignals();
    const isThere = (file: string) => entryAt(join(this.target, file)) !== undefined;
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

  /** Restores what was there before an interrupted placement. Does nothing if there was none. */
  static undoLeftOver(staged: string, target: string): void {
    const journalFile = join(staged, JOURNAL);
    if (!existsSync(journalFile)) return;
    const { created, replaced } = JSON.parse(readFileSync(journalFile, "utf8")) as Journal;
    for (const file of replaced) {
      const former = join(staged, FORMER, file);
      if (entryAt(former)) renameSync(former, join(target, file));
    }
    for (const file of created) rmSync(join(target, file), { force: true });
    rmSync(journalFile);
  }

  private write(journal: Journal): void {
    const unfinished = join(this.staged, `${JOURNAL}.part`);
    writeFileSync(unfinished, JSON.stringify(journal));
    renameSync(unfinished, join(this.staged, JOURNAL));
  }

  /** A hard link costs nothing. File systems without hard links get a copy. */
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

/** Whether two files have the same type, mode and content. The first must exist. */
function areAlike(staged: string, inPlace: string): boolean {
  const [one, other] = [entryAt(staged), entryAt(inPlace)];
  if (one === undefined || one.mode !== other?.mode || one.size !== other.size) return false;
  return one.isSymbolicLink()
    ? readlinkSync(staged) === readlinkSync(inPlace)
    : readFileSync(staged).equals(readFileSync(inPlace));
}

/** Symbolic links, which an asset may contain, are not followed. */
function entryAt(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

let obeysSignalsLater = false;

/** Delays signals until the files are in place. This takes milliseconds, because nothing here waits. */
function finishBeforeSignals(): void {
  if (obeysSignalsLater) return;
  obeysSignalsLater = true;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => {
      process.kill(process.pid, signal);
    });
  }
}
