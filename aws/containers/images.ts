import type { Range } from "../violation";

/**
 * Maximum length of a registry's host, or of a path in it. This project's own limit, below the limits of ECR and
 * Docker.
 */
export const MAX_IMAGE_NAME = 200;
const HOST = /^[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?(:\d{1,5})?$/;
const PATH_PART = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
/** Characters of a whole reference. @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html */
export const MAX_IMAGE_REFERENCE = 255;
const DIGEST = /^sha256:[a-f0-9]{64}$/;

/** The parts of an image's address: `[registry/]repository[:tag][@digest]`. */
export interface ImageReference {
  /** Host, and port if given. None means Docker Hub. */
  readonly registry: string | undefined;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/**
 * The rule that `reference` breaks, phrased to follow the field's name, or undefined.
 * @see https://pkg.go.dev/github.com/distribution/reference
 */
export function imageReferenceProblem(reference: string): string | undefined {
  if (reference.length < 1 || reference.length > MAX_IMAGE_REFERENCE)
    return `must be 1 to ${MAX_IMAGE_REFERENCE} characters long`;
  if (reference.includes("://")) return 'must be without a scheme, as in "ghcr.io/acme/shop:1.0.0"';
  if (/\s/.test(reference)) return "must be without spaces";
  const { registry, repository, tag, digest } = splitImageReference(reference);
  if (digest !== undefined && !DIGEST.test(digest)) {
    return 'must have a digest of "sha256:" and 64 hexadecimal digits after the @';
  }
  if (tag !== undefined && !TAG.test(tag)) {
    return "must have a tag of 1 to 128 letters, digits, dots, hyphens and underscores after the colon";
  }
  if (registry !== undefined && !HOST.test(registry)) {
    return "must start with a registry's host name";
  }
  if (/[A-Z]/.test(repository)) return "must have a path in lower case";
  return isImagePath(repository)
    ? undefined
    : 'must be an image reference, as in "ghcr.io/acme/shop", "ghcr.io/acme/shop:1.0.0" or with a digest';
}

/** Splits a reference into its parts, even if they are invalid. */
export function splitImageReference(reference: string): ImageReference {
  const [nameAndTag, digest] = split(reference, reference.indexOf("@"));
  // A colon before the last slash belongs to the registry's port.
  const colon = nameAndTag.lastIndexOf(":");
  const [name, tag] = split(nameAndTag, colon > nameAndTag.lastIndexOf("/") ? colon : -1);
  const slash = name.indexOf("/");
  const first = name.slice(0, Math.max(slash, 0));
  // The first part is a host only if it looks like one: `library/nginx` is a Docker Hub repository.
  return slash >= 0 && looksLikeHost(first)
    ? { registry: first, repository: name.slice(slash + 1), tag, digest }
    : { registry: undefined, repository: name, tag, digest };
}

/** The parts of an image's address, or undefined if it is not one. */
export function parseImageReference(reference: string): ImageReference | undefined {
  return imageReferenceProblem(reference) === undefined
    ? splitImageReference(reference)
    : undefined;
}

function looksLikeHost(part: string): boolean {
  return /[.:]/.test(part) || part === "localhost";
}

function split(text: string, at: number): [string, string | undefined] {
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

export function isRegistryHost(value: string): boolean {
  return value.length <= MAX_IMAGE_NAME && looksLikeHost(value) && HOST.test(value);
}

export function isImagePath(value: string): boolean {
  return value.split("/").every((part) => PATH_PART.test(part));
}

export function isImageTag(value: string): boolean {
  return TAG.test(value);
}

/** Tags that conventionally move to another image with each release. */
const MOVING =
  /^(latest|main|master|trunk|head|develop|dev|edge|nightly|next|canary|stable|lts|staging|prod|production)$/i;

export function isMovingTag(tag: string): boolean {
  return MOVING.test(tag);
}

/**
 * Name of an ECR repository. AWS allows 256 characters; this project allows slightly fewer.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
 */
export const repositoryName = {
  rule: "must be the name of an ECR repository: 2 to 200 lowercase letters and digits, in parts joined by one of / - _ .",
  fits: (name: string) =>
    name.length >= 2 && name.length <= MAX_IMAGE_NAME && /^[a-z0-9]+([._/-][a-z0-9]+)*$/.test(name),
};

/** A repository in a private ECR registry, which requires permission to pull. */
export interface EcrRepository {
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
}

const ECR_HOST =
  /^(?<accountId>\d{12})\.dkr[.-]ecr(?:-fips)?\.(?<region>[\w-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)$/;

/** The ECR repository of an image, or undefined if the image is not in ECR. */
export function ecrRepositoryOf(reference: string): EcrRepository | undefined {
  const { registry = "", repository: name } = splitImageReference(reference);
  const { accountId, region } = ECR_HOST.exec(registry)?.groups ?? {};
  return accountId === undefined || region === undefined ? undefined : { accountId, region, name };
}

/** Whether a registry is in ECR, which a network without NAT reaches through endpoints. */
export function isEcrHost(registry: string): boolean {
  return ECR_HOST.test(registry);
}

/**
 * What a lifecycle policy keeps. These are this project's own limits.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 */
export const lifecycle = {
  keepImages: [1, 10_000],
  untaggedDays: [1, 3650],
} as const satisfies Record<string, Range>;
