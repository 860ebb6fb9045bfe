import type { Comments, Setting } from "../init/settings-files/source";
import type { ImportedFile, Remarks } from "./report";
import type { TargetSystem } from "./target/service-target";

/** What an import may be told. */
export interface ImportOptions {
  /** Folder of the project: what is built must be within it. */
  readonly root: string;
  readonly environment: string;
  /** @default - http-scale-out for one service, talk-service for several */
  readonly system?: TargetSystem;
  /** Profiles of Compose that are active. */
  readonly profiles: readonly string[];
  /** Services to take although nobody outside reaches them. */
  readonly include: readonly string[];
  /** AWS account, which ARNs of secrets need. */
  readonly account?: string;
  readonly region?: string;
}

export interface ImportedEnvironment {
  readonly name: string;
  /** @default - that of the command line, or of the shell */
  readonly region?: string;
  /** Of the environment itself, in place of those of a new one. */
  readonly settings?: Readonly<Record<string, Setting>>;
  readonly systems: Readonly<Record<string, Setting>>;
  readonly comments: Comments;
}

/** What an import makes of its input. */
export interface Imported extends Remarks {
  /** Name that the state's bucket begins with. */
  readonly name: string;
  /** Environments to write; none where nothing of the input runs in a system. */
  readonly environments: readonly ImportedEnvironment[];
  readonly files: readonly ImportedFile[];
}
