import type { Comments, Setting } from "../init/settings-files/source";
import type { ImportedFile, Remarks } from "./report";
import type { TargetSystem } from "./target/service-target";

/** Options of an import. */
export interface ImportOptions {
  /** Folder of the project, which must contain everything that is built. */
  readonly root: string;
  readonly environment: string;
  /** @default - http-scale-out for one service, talk-service for several */
  readonly system?: TargetSystem;
  /** Active Compose profiles. */
  readonly profiles: readonly string[];
  /** Internal services to import. */
  readonly include: readonly string[];
  /** AWS account ID for the ARNs of secrets. */
  readonly account?: string;
  readonly region?: string;
}

export interface ImportedEnvironment {
  readonly name: string;
  /** @default - the region of the command line, or of the shell */
  readonly region?: string;
  /** Settings that override those of a new environment. */
  readonly settings?: Readonly<Record<string, Setting>>;
  readonly systems: Readonly<Record<string, Setting>>;
  readonly comments: Comments;
}

/** The result of an import. */
export interface Imported extends Remarks {
  /** Name that the state's bucket begins with. */
  readonly name: string;
  /** Environments to write. Empty if no service of the input can run in a system. */
  readonly environments: readonly ImportedEnvironment[];
  readonly files: readonly ImportedFile[];
}
