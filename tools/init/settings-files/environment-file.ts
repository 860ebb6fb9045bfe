import { randomBytes } from "node:crypto";
import { type Comments, formatted, type Setting, sourceOf } from "./source";

/** The settings of an environment's file before its systems. */
export interface EnvironmentChoice {
  readonly region: string;
  /** A globally unique bucket name for the state. */
  readonly bucket: string;
  /** Suffix of all names. @default "" */
  readonly nameSuffix?: string;
  readonly httpsOnly: boolean;
  /** Settings that override those of a new environment. @default none */
  readonly settings?: Readonly<Record<string, Setting>>;
}

/** The command that wrote a file. The first lines of the file name it, so that it recognizes its own files. */
export type Writer = "init" | "import";

/** The settings that an environment's file gets. */
export function environmentSettings(
  { region, bucket, nameSuffix = "", httpsOnly, settings }: EnvironmentChoice,
  systems: Readonly<Record<string, Setting>>,
): Readonly<Record<string, Setting>> {
  return {
    region,
    ...(nameSuffix === "" ? {} : { nameSuffix }),
    state: { kind: "s3", bucket },
    network: { kind: "default-vpc" },
    protections: { deletionProtection: false, httpsOnly },
    logRetentionDays: 7,
    containerInsights: "disabled",
    ...settings,
    systems,
  };
}

/** The text of an environment's file, with comments about settings that a user may want to change. */
export async function environmentSource(
  writer: Writer,
  name: string,
  choice: EnvironmentChoice,
  systems: Readonly<Record<string, Setting>>,
  comments: Comments = {},
): Promise<string> {
  const source = sourceOf(environmentSettings(choice, systems), {
    nameSuffix: "Suffix of every name, so that environments can share an account.",
    state: "Bucket names are globally unique. `npm run bootstrap` creates this bucket.",
    network: 'The default VPC of the account. For another VPC: kind "existing" or "own".',
    containerInsights: 'For metrics of each task, at extra cost: "enhanced".',
    systems: "All settings: docs/reference/settings.md",
    ...Object.fromEntries(Object.entries(comments).map(([at, text]) => [`systems/${at}`, text])),
  });
  return formatted(`import type { EnvironmentSettings } from "../settings/environment";

/** The environment ${name}. ${WRITTEN_BY} \`npm run ${writer}\`; it is yours to edit. */
export default ${source} satisfies EnvironmentSettings;
`);
}

const WRITTEN_BY = "Written by";

/** Whether init or import wrote a file. The user may have edited it since. */
export function isOurs(source: string): boolean {
  return new RegExp(`${WRITTEN_BY} \`npm run (init|import)\``).test(source);
}

/** A bucket name that is almost certainly unique. */
export function freeBucketName(name: string, environment: string, random = randomHex()): string {
  return `${name}-tfstate-${environment}-${random}`;
}

function randomHex(): string {
  return randomBytes(4).toString("hex");
}
