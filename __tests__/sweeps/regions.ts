import { region as factsOf } from "../../aws/regions";
import { type EnvironmentSettings, parseEnvironments } from "../../settings/environment";

/**
 * All partitions, each with what its regions are peculiar for: two zones only, no user pools, no CloudFront, opened since
 * 2023, or too new for a botocore or cfn-lint of last year.
 */
export const REGIONS: Readonly<Record<string, string>> = {
  "us-east-1": "six zones, one of them without VPC links",
  "us-west-1": "two zones",
  "eu-central-1": "every service",
  "ca-central-1": "zones with gaps in their numbers",
  "il-central-1": "opened in August 2023",
  "ca-west-1": "opened in December 2023",
  "ap-southeast-5": "opened in August 2024",
  "ap-southeast-7": "opened in January 2025",
  "mx-central-1": "opened in January 2025",
  "ap-east-2": "opened in June 2025",
  "cn-north-1": "two zones for most, no user pools",
  "cn-northwest-1": "no user pools",
  "us-gov-west-1": "no CloudFront",
  "us-gov-east-1": "no CloudFront",
  "eusc-de-east-1": "the European Sovereign Cloud",
  "us-iso-east-1": "a partition without a connection to the internet",
  "us-isob-east-1": "a partition without a connection to the internet",
};

export interface InRegion {
  readonly settings: EnvironmentSettings;
  /** Problems of systems that the settings refuse there. */
  readonly refused: readonly string[];
}

/** An environment as it is in another region: the systems that the settings take there, and the messages for the others. */
export function inRegion(environment: EnvironmentSettings, region: string): InRegion {
  const moved = movedTo(environment, region);
  const systems: Record<string, unknown> = {};
  const refused: string[] = [];
  for (const [name, system] of Object.entries(moved.systems)) {
    const problems = problemsOf(moved, { [name]: system });
    if (problems.length === 0) systems[name] = system;
    else refused.push(...problems);
  }
  return { settings: { ...moved, systems }, refused };
}

function problemsOf(environment: EnvironmentSettings, systems: object): string[] {
  const { problems } = parseEnvironments({ prod: { ...environment, systems } });
  return problems.map(({ path, message }) => `${path.slice(1).join(".")} ${message}`);
}

/** Names of regions and partitions in the settings' texts, such as those of ARNs and hosts, follow. */
export function movedTo(environment: EnvironmentSettings, region: string): EnvironmentSettings {
  const { partition = "aws", dnsSuffix = "amazonaws.com" } = factsOf(region) ?? {};
  const text = JSON.stringify(environment)
    .replaceAll(environment.region, region)
    .replaceAll(new RegExp(`(\\b${region}(?:\\.es)?)\\.amazonaws\\.com\\b`, "g"), `$1.${dnsSuffix}`)
    .replaceAll("arn:aws:", `arn:${partition}:`);
  return JSON.parse(text) as EnvironmentSettings;
}

/**
 * ARNs and hosts of another partition than the region's in a stack, without those of CloudFront and of services that have one
 * name for all partitions.
 */
export function ofOtherPartitions(json: unknown, region: string): string[] {
  const { partition = "aws", dnsSuffix = "" } = factsOf(region) ?? {};
  const text = JSON.stringify(json);
  const arns = [...text.matchAll(/\barn:(aws[\w-]*):[\w:*/.-]*/g)].filter(
    ([, its]) => its !== partition,
  );
  const hosts = [...text.matchAll(/[\w.${}-]+\.(amazonaws\.com(?:\.cn)?|amazonaws\.eu)\b/g)].filter(
    ([host, suffix]) => suffix !== dnsSuffix && !SERVICE_PRINCIPAL.test(host),
  );
  return [...new Set([...arns, ...hosts].map(([found]) => found))];
}

/** IAM takes these, which name no region, in every partition. */
export const SERVICE_PRINCIPAL = /^[a-z][a-z0-9]*([.-][a-z]+)*\.amazonaws\.com$/;
