import {
  BatchGetImageCommand,
  DescribeImageScanFindingsCommand,
  ECRClient,
  type ImageScanFindings,
} from "@aws-sdk/client-ecr";
import { setTimeout as pause } from "node:timers/promises";
import { UserError } from "../terminal/user-error";

/** An image as its repository and tag name it. */
export interface ImageName {
  readonly repository: string;
  readonly tag: string;
}

/** The severities that a limit can be set for, most severe first. */
export const SEVERITIES = ["CRITICAL", "HIGH", "MEDIUM"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** The number of findings of a severity that an image may have. */
export type FindingLimits = Readonly<Partial<Record<Severity, number>>>;

export interface ScanOptions {
  readonly limits: FindingLimits;
  readonly waitMs: number;
  /** Time between two requests. @default 10 seconds */
  readonly pollMs?: number;
}

export interface ScannedImage {
  readonly digest: string;
  readonly counts: Readonly<Record<string, number>>;
  /** Names of findings whose severity is above its limit. */
  readonly above: readonly string[];
}

const LIST_TYPES = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
];
const IMAGE_TYPES = [
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];

/**
 * States in which ECR has no findings yet.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanStatus.html
 */
const WAITING = ["IN_PROGRESS", "PENDING"];
/** A basic scan is complete; an enhanced one stays active, because Inspector scans the image again. */
const DONE = ["COMPLETE", "ACTIVE"];

/** @throws UserError if the word does not name an image */
export function imageName(word: string): ImageName {
  const [, repository, tag] =
    /^([a-z0-9][a-z0-9._/-]*):([A-Za-z0-9_][\w.-]{0,127})$/.exec(word) ?? [];
  if (repository === undefined || tag === undefined)
    throw new UserError(
      `An image must be <repository>:<tag>, as in shop:1.4.0, got ${JSON.stringify(word)}. Leave out the registry.`,
    );
  return { repository, tag };
}

/**
 * The scan of every platform of an image. ECR scans no list of platforms, only what is in it.
 *
 * Reads basic and enhanced scans alike.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html
 * @throws UserError if there is no image, or no scan of it in time
 */
export async function scanOf(
  client: ECRClient,
  image: ImageName,
  { limits, waitMs, pollMs = 10_000 }: ScanOptions,
): Promise<ScannedImage[]> {
  const until = Date.now() + waitMs;
  const scanned: ScannedImage[] = [];
  for (const digest of await digestsOf(client, image)) {
    const findings = await findingsOf(client, image, digest, { until, pollMs });
    const counts = findings.findingSeverityCounts ?? {};
    const above = SEVERITIES.filter((each) => (counts[each] ?? 0) > (limits[each] ?? Infinity));
    scanned.push({ digest, counts, above: namesOf(findings, above) });
  }
  return scanned;
}

/** The limits that a scan breaks, in words. */
export function brokenLimits(name: string, scanned: ScannedImage, limits: FindingLimits): string[] {
  return SEVERITIES.flatMap((severity) => {
    const [limit, count] = [limits[severity] ?? Infinity, scanned.counts[severity] ?? 0];
    if (count <= limit) return [];
    const named = `${limit} ${severity.toLowerCase()} finding${limit === 1 ? "" : "s"}`;
    return [`${name} (${scanned.digest}) must have at most ${named}, got ${count}.`];
  });
}

async function digestsOf(client: ECRClient, image: ImageName): Promise<string[]> {
  const { repository, tag } = image;
  const { images = [] } = await client.send(
    new BatchGetImageCommand({
      repositoryName: repository,
      imageIds: [{ imageTag: tag }],
      acceptedMediaTypes: [...LIST_TYPES, ...IMAGE_TYPES],
    }),
  );
  const [found] = images;
  if (found?.imageId?.imageDigest === undefined)
    throw new UserError(`${repository}:${tag} must be an image in ECR. Push it first.`);
  const { mediaType, manifests = [] } = manifestOf(image, found.imageManifest);
  if (!LIST_TYPES.includes(found.imageManifestMediaType ?? mediaType ?? ""))
    return [found.imageId.imageDigest];
  // The entry of an attestation has no platform, and nothing to scan.
  const digests = manifests
    .filter(({ platform }) => platform?.os !== "unknown")
    .map(({ digest }) => digest);
  if (digests.length === 0)
    throw new UserError(
      `${repository}:${tag} must be an image of at least one platform, got a list of none, which has nothing to scan. Build and push it again.`,
    );
  return digests;
}

function manifestOf({ repository, tag }: ImageName, text = "{}"): Manifest {
  try {
    return (JSON.parse(text) ?? {}) as Manifest;
  } catch {
    throw new UserError(
      `The manifest of ${repository}:${tag} must be JSON, got ${JSON.stringify(text.slice(0, 60))}. Build and push it again.`,
    );
  }
}

interface Manifest {
  readonly mediaType?: string;
  readonly manifests?: readonly {
    readonly digest: string;
    readonly platform?: { readonly os: string };
  }[];
}

async function findingsOf(
  client: ECRClient,
  { repository, tag }: ImageName,
  imageDigest: string,
  { until, pollMs }: { readonly until: number; readonly pollMs: number },
): Promise<ImageScanFindings> {
  for (;;) {
    const { status, description, findings } = await scanState(client, repository, imageDigest);
    if (DONE.includes(status)) return findings;
    if (!WAITING.includes(status))
      throw new UserError(
        `${repository}:${tag} (${imageDigest}) must have a complete scan, got ${status}${description === "" ? "" : `: ${description}`}. Scan a base image that ECR supports, or scan the image elsewhere.`,
      );
    if (Date.now() + pollMs > until)
      throw new UserError(
        `The scan of ${repository}:${tag} (${imageDigest}) must end in time, got ${status}. Raise --wait-minutes, or check that the repository scans on push.`,
      );
    await pause(pollMs);
  }
}

async function scanState(client: ECRClient, repositoryName: string, imageDigest: string) {
  try {
    const { imageScanStatus, imageScanFindings } = await client.send(
      new DescribeImageScanFindingsCommand({
        repositoryName,
        imageId: { imageDigest },
        maxResults: 1000,
      }),
    );
    return {
      status: imageScanStatus?.status ?? "PENDING",
      description: imageScanStatus?.description ?? "",
      findings: imageScanFindings ?? {},
    };
  } catch (error) {
    // Right after a push there is no scan yet.
    if (error instanceof Error && error.name === "ScanNotFoundException")
      return { status: "PENDING", description: "", findings: {} };
    throw error;
  }
}

function namesOf(
  { findings = [], enhancedFindings = [] }: ImageScanFindings,
  severities: readonly Severity[],
): string[] {
  const isAbove = (severity = "") => severities.some((each) => each === severity);
  return [
    ...findings.filter(({ severity }) => isAbove(severity)).map(({ name = "" }) => name),
    ...enhancedFindings.filter(({ severity }) => isAbove(severity)).map(({ title = "" }) => title),
  ];
}
