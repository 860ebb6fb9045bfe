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

  /** Those of the staged files that are new or differ from the one in place. */
  differing(files: readonly string[]): string[] {
    return files.filter((file) => !areAlike(join(this.staged, file), join(this.target, file)));
  }

  /** Puts `files` in place in their order, then removes `outdated` ones. */
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

/** Whether two files, the first of which exists, are of one kind, one mode and one content. */
function areAlike(staged: string, inPlace: string): boolean {
  const [one, other] = [entryAt(staged), entryAt(inPlace)];
  if (one === undefined || one.mode !== other?.mode || one.size !== other.size) return false;
  return one.isSymbolicLink()
    ? readlinkSync(staged) === readlinkSync(inPlace)
    : readFileSync(staged).equals(readFileSync(inPlace));
}

/** Symbolic links, which an asset may hold, are looked at as they are. */
function entryAt(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
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
