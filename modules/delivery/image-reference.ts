/**
 * The parts of an image's address: `[registry/]repository[:tag][@digest]`.
 *
 * @see https://github.com/distribution/reference/blob/main/reference.go
 */
export interface ImageReference {
  /** Host, and port where there is one; none means Docker Hub. */
  readonly registry: string | undefined;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

const REPOSITORY =
  /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const REGISTRY =
  /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*(?::\d+)?$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const ECR_HOST =
  /^(?<accountId>\d{12})\.dkr[.-]ecr(?:-fips)?\.(?<region>[\w-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)$/;

/** The parts of an image's address, or undefined where it is none. */
export function parseImageReference(reference: string): ImageReference | undefined {
  const [name = "", digest, ...more] = reference.split("@");
  const { registry, rest } = splitRegistry(name);
  const [repository = "", tag, ...others] = rest.split(":");
  const valid =
    more.length === 0 &&
    others.length === 0 &&
    REPOSITORY.test(repository) &&
    (registry === undefined || REGISTRY.test(registry)) &&
    (tag === undefined || TAG.test(tag)) &&
    (digest === undefined || DIGEST.test(digest));
  return valid ? { registry, repository, tag, digest } : undefined;
}

/** The first part is a host only if it looks like one: `library/nginx` is a repository of Docker Hub. */
function splitRegistry(name: string): { registry: string | undefined; rest: string } {
  const slash = name.indexOf("/");
  const first = name.slice(0, Math.max(slash, 0));
  const isHost = /[.:]/.test(first) || first === "localhost";
  return isHost
    ? { registry: first, rest: name.slice(slash + 1) }
    : { registry: undefined, rest: name };
}

/** A repository in a private registry of ECR, from which pulling needs permission. */
export interface EcrRepository {
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
}

/** The repository of ECR that an image comes from, or undefined where it comes from elsewhere. */
export function ecrRepositoryOf(reference: string): EcrRepository | undefined {
  const { registry = "", repository: name = "" } = parseImageReference(reference) ?? {};
  const { accountId, region } = ECR_HOST.exec(registry)?.groups ?? {};
  return accountId === undefined || region === undefined ? undefined : { accountId, region, name };
}
