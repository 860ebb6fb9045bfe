import { join } from "node:path";
import { S3Object, type S3ObjectConfig } from "@cdktf/provider-aws/lib/s3-object";
import { Annotations, TerraformStack } from "cdktf";
import { addCustomSynthesis } from "cdktf/lib/synthesize/synthesizer";
import { Construct } from "constructs";
import { terraformJson } from "../terraform-json";
import { PageBucket } from "./page-bucket";
import { PageDistribution, type PageDistributionProps } from "./page-distribution";
import { type PageFile, PageFiles, SETTINGS_FILE } from "./page-files";
import { contentSecurityPolicy, POLICY_METADATA } from "./page-headers";

export type PageProps = Omit<PageDistributionProps, "bucket">;

export interface PageContent {
  /** Folder of the built files, and the command that builds it. @default - you upload the files yourself */
  readonly files?: { readonly folder: string; readonly build: string };
  /** Content of `settings.json`, which the page reads when it starts. May contain deployment values. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Origins of other services that the page calls. */
  readonly connectTo: readonly string[];
}

/** A file name that contains a hash of its content never changes its content. */
const HASHED = /^assets\/.+-[\w-]{8,}\.\w+$/;

/**
 * A page of static files: a private bucket behind CloudFront.
 *
 * Its origin is known before its content: an API allows the origin, and the content refers to the API.
 */
export class Page extends Construct {
  readonly bucket: PageBucket;
  readonly distribution: PageDistribution;
  readonly origin: string;

  constructor(scope: Construct, id: string, props: PageProps) {
    super(scope, id);
    this.bucket = new PageBucket(this, "bucket");
    this.distribution = new PageDistribution(this, "distribution", {
      ...props,
      bucket: this.bucket,
    });
    this.origin = this.distribution.origin;
  }

  /** Uploads the content to the bucket. Call it only once. */
  publish({ files, settings, connectTo }: PageContent): void {
    this.writeSettings(settings);
    if (files === undefined) return;
    const built = new PageFiles(files.folder);
    if (built.files.length === 0) {
      Annotations.of(TerraformStack.of(this)).addWarning(
        `The page is deployed without its files, because ${files.folder} is empty. Run \`${files.build}\`, and synthesize again.`,
      );
      return;
    }
    const hasWasm = built.files.some(({ path }) => path.endsWith(".wasm"));
    const policy = contentSecurityPolicy(connectTo, hasWasm);
    const path = this.copyAtSynth(built);
    const isDocument = ({ contentType }: PageFile) => contentType.startsWith("text/html");
    const loaded = built.files.filter((file) => !isDocument(file));
    const dependsOn = loaded.map((file) => this.upload(path, file));
    for (const file of built.files.filter(isDocument)) {
      // A document is uploaded after the files that it loads.
      this.upload(path, file, { metadata: { [POLICY_METADATA]: policy }, dependsOn });
    }
  }

  private writeSettings(settings: Readonly<Record<string, unknown>>): void {
    new S3Object(this, "settings", {
      bucket: this.bucket.bucketName,
      key: SETTINGS_FILE,
      content: terraformJson(settings),
      contentType: "application/json",
      cacheControl: "no-cache",
    });
  }

  private upload(
    folder: string,
    { path, contentType, hash }: PageFile,
    config: Pick<S3ObjectConfig, "metadata" | "dependsOn"> = {},
  ): S3Object {
    return new S3Object(this, path, {
      ...config,
      bucket: this.bucket.bucketName,
      key: path,
      source: `\${path.module}/${folder}/${path}`,
      sourceHash: hash,
      contentType,
      cacheControl: HASHED.test(path) ? "public, max-age=31536000, immutable" : "no-cache",
    });
  }

  /** Path of the copy relative to the stack's folder, which is all that Terraform needs. */
  private copyAtSynth(built: PageFiles): string {
    const stack = TerraformStack.of(this);
    const path = `assets/${stack.getLogicalId(this.node)}`;
    addCustomSynthesis(this, {
      onSynthesize: ({ outdir, manifest }) => {
        built.copyTo(join(outdir, manifest.forStack(stack).workingDirectory, path));
      },
    });
    return path;
  }
}
