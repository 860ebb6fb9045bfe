import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Block, mapOf, requiredText, textOf } from "../../../synthesized/fields";
import type { Resources } from "../../../synthesized/resources";

/** A file of a page, as CloudFront gets it from the bucket. */
export interface PageFile {
  readonly content: Buffer;
  /** Headers that S3 sends with it: type, caching, and its metadata as x-amz-meta-*. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The objects of a stack's buckets, by their keys.
 *
 * @param stackFolder where `path.module` is
 */
export function readPageContent(
  resources: Resources,
  stackFolder: string,
): ReadonlyMap<string, PageFile> {
  return new Map(
    resources
      .resources("aws_s3_object")
      .map(({ block }) => [
        requiredText(block, "key"),
        { content: contentOf(block, stackFolder), headers: headersOf(block) },
      ]),
  );
}

function contentOf(block: Block, stackFolder: string): Buffer {
  const source = textOf(block, "source");
  if (source === undefined) return Buffer.from(textOf(block, "content") ?? "");
  const file = join(stackFolder, source);
  if (!existsSync(file)) throw new Error(`The page's file ${file} is missing: synthesize again.`);
  return readFileSync(file);
}

function headersOf(block: Block): Readonly<Record<string, string>> {
  const cacheControl = textOf(block, "cache_control");
  return {
    "content-type": textOf(block, "content_type") ?? "application/octet-stream",
    ...(cacheControl === undefined ? {} : { "cache-control": cacheControl }),
    ...Object.fromEntries(
      Object.entries(mapOf(block, "metadata")).map(([name, value]) => [
        `x-amz-meta-${name.toLowerCase()}`,
        value,
      ]),
    ),
  };
}
