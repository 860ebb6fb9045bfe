import { randomBytes } from "node:crypto";
import { type Comments, formatted, type Setting, sourceOf } from "./source";

/** What an environment's file says before its systems. */
export interface EnvironmentChoice {
  readonly region: string;
  /** A bucket for the state, free among all of AWS. */
  readonly bucket: string;
  /** Ends all names. @default "" */
  readonly nameSuffix?: string;
  readonly httpsOnly: boolean;
  /** In place of what a new environment has. @default none */
  readonly settings?: Readonly<Record<string, Setting>>;
}

/** Which command wrote a file; it says so in the file's first lines, and knows its own by it. */
export type Writer = "init" | "import";

/** The settings of an environment: those that its file gets. */
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

/** The text of an environment's file, with comments on what a user may want to change. */
export async function environmentSource(
  writer: Writer,
  name: string,
  choice: EnvironmentChoice,
  systems: Readonly<Record<string, Setting>>,
  comments: Comments = {},
): Promise<string> {
  const source = sourceOf(environmentSettings(choice, systems), {
    nameSuffix: "Ends every name, so that environments can share an account.",
    state: "Names of buckets are unique among all of AWS. `npm run bootstrap` creates this one.",
    network: 'The VPC that the account came with. Another of your own: kind "existing" or "own".',
    containerInsights: 'Metrics for each task, at a price: "enhanced".',
    systems: "All settings: docs/reference/settings.md",
    ...Object.fromEntries(Object.entries(comments).map(([at, text]) => [`systems/${at}`, text])),
  });
  return formatted(`import type { EnvironmentSettings } from "../settings/environment";

/** The environment ${name}. ${WRITTEN_BY} \`npm run ${writer}\`; it is yours to edit. */
export default ${source} satisfies EnvironmentSettings;
`);
}

const WRITTEN_BY = "Written by";

/** Whether a file was written by one of the commands: what a user has made of it since is not to be lost. */
export function isOurs(source: string): boolean {
  return new RegExp(`${WRITTEN_BY} \`npm run (init|import)\``).test(source);
}

/** A name that nobody else's bucket has, as good as certain. */
export function freeBucketName(name: string, environment: string, random = randomHex()): string {
  return `${name}-tfstate-${environment}-${random}`;
}

function randomHex(): string {
  return randomBytes(4).toString("hex");
}
