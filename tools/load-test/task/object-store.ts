import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

/** JSON objects in a bucket. */
export class ObjectStore {
  private readonly client: S3Client;
  private readonly bucket: string;

  constructor(options: { readonly region: string; readonly bucket: string }) {
    this.client = new S3Client({ region: options.region });
    this.bucket = options.bucket;
  }

  async put(key: string, content: object): Promise<void> {
    await this.client.send(
      new PutObjectCommand({
        Bucket: this.bucket,
        Key: key,
        Body: JSON.stringify(content),
        ContentType: "application/json",
      }),
    );
  }

  /** The object with a key, or undefined if there is none. */
  async get<Content extends object>(key: string): Promise<Content | undefined> {
    try {
      const { Body } = await this.client.send(
        new GetObjectCommand({ Bucket: this.bucket, Key: key }),
      );
      return Body && (JSON.parse(await Body.transformToString()) as Content);
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  close(): void {
    this.client.destroy();
  }
}
