import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { reasonOf } from "@services/kit/request-error";
import type { FastifyBaseLogger } from "fastify";
import type { SchoolSettings } from "./settings";

const timeoutMs = 3_000;

/**
 * The password of DB_USER: that of the environment, until the database rejects it and the secret has a new one. RDS rotates
 * a managed password every seven days, and the environment of a running task does not change.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
 */
export class MasterPassword {
  private readonly secretArn: string | undefined;
  private readonly log: FastifyBaseLogger;
  private text: string;

  constructor(settings: SchoolSettings, log: FastifyBaseLogger) {
    this.secretArn = settings.DB_SECRET_ARN;
    this.text = settings.DB_PASSWORD;
    this.log = log;
  }

  get value(): string {
    return this.text;
  }

  get canRenew(): boolean {
    return this.secretArn !== undefined;
  }

  /** Reads the secret again. @returns whether it has a new password */
  async renew(): Promise<boolean> {
    if (this.secretArn === undefined) return false;
    const client = new SecretsManagerClient({
      maxAttempts: 2,
      requestHandler: { connectionTimeout: 1_000, requestTimeout: timeoutMs },
    });
    try {
      const command = new GetSecretValueCommand({ SecretId: this.secretArn });
      const { SecretString } = await client.send(command);
      const password = passwordIn(SecretString);
      if (password === undefined || password === this.text) return false;
      this.text = password;
      this.log.info("the secret has a new password");
      return true;
    } catch (error) {
      this.log.warn({ reason: reasonOf(error) }, "the secret can't be read");
      return false;
    } finally {
      client.destroy();
    }
  }
}

/** @returns undefined if the secret does not have RDS's format, so that the caller keeps its password */
function passwordIn(secret: string | undefined): string | undefined {
  try {
    const { password } = JSON.parse(secret ?? "") as { readonly password?: unknown };
    return typeof password === "string" && password !== "" ? password : undefined;
  } catch {
    // The parser's message may contain a part of the secret.
    return undefined;
  }
}
