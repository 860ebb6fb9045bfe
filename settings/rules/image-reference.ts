const HOST = /^[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?(:\d{1,5})?$/;
const PATH = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^sha256:[a-f0-9]{64}$/;

/** An image reference in its parts. */
export interface ImageReference {
  /** Registry and path, as in `ghcr.io/acme/shop`. */
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
}

export function splitImageReference(reference: string): ImageReference {
  const [nameAndTag, digest] = split(reference, reference.indexOf("@"));
  // A colon before the last slash belongs to the registry's port.
  const colon = nameAndTag.lastIndexOf(":");
  const [name, tag] = split(nameAndTag, colon > nameAndTag.lastIndexOf("/") ? colon : -1);
  return { name, tag, digest };
}

/**
 * The rule of image references that `reference` breaks, or undefined.
 * @see https://pkg.go.dev/github.com/distribution/reference
 */
export function imageReferenceProblem(reference: string): string | undefined {
  if (reference.length < 1 || reference.length > 255) return "must be 1 to 255 characters long";
  if (reference.includes("://")) return 'must be without a scheme, as in "ghcr.io/acme/shop:1.0.0"';
  if (/\s/.test(reference)) return "must be without spaces";
  const { name, tag, digest } = splitImageReference(reference);
  if (digest !== undefined && !DIGEST.test(digest)) {
    return 'must have a digest of "sha256:" and 64 hexadecimal digits after the @';
  }
  if (tag !== undefined && !TAG.test(tag)) {
    return "must have a tag of 1 to 128 letters, digits, dots, hyphens and underscores after the colon";
  }
  const [first = "", ...rest] = name.split("/");
  const isHost = rest.length > 0 && looksLikeHost(first);
  if (isHost && !HOST.test(first)) return "must start with a registry's host name";
  const path = isHost ? rest : [first, ...rest];
  if (path.some((part) => /[A-Z]/.test(part))) return "must have a path in lower case";
  if (!path.every((part) => PATH.test(part))) {
    return 'must be an image reference, as in "ghcr.io/acme/shop", "ghcr.io/acme/shop:1.0.0" or with a digest';
  }
  return undefined;
}

/** Whether the first part of a reference is taken for a registry, and not for a part of the path. */
function looksLikeHost(part: string): boolean {
  return /[.:]/.test(part) || part === "localhost";
}

export function isRegistryHost(value: string): boolean {
  return value.length <= 200 && looksLikeHost(value) && HOST.test(value);
}

export function isImagePath(value: string): boolean {
  return value.split("/").every((part) => PATH.test(part));
}

export function isImageTag(value: string): boolean {
  return TAG.test(value);
}

function split(text: string, at: number): [string, string?] {
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
