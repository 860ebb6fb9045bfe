import { readFileSync } from "node:fs";
import {
  oneOf,
  pathPrefix,
  someSecret,
  someText,
  trueOrFalse,
  wholeNumber,
  type Parser,
  type SettingReader,
} from "./setting-reader";

/** What both services of rest-api read from their environment. */
export interface ServiceSettings {
  /** 0 lets the system choose a free port; the log says which. */
  readonly port: number;
  readonly logLevel: LogLevel;
  /** What the balancer's rule adds in front of every path, and what is taken off again. Empty: nothing. */
  readonly pathPrefix: string;
  readonly database: DatabaseSettings;
  /** How long an unused connection stays open; must outlast the balancer's idle time-out. */
  readonly keepAliveTimeoutSeconds: number;
  /** How long a client may take to send one request, headers and body. */
  readonly requestTimeoutSeconds: number;
  /** How long requests in flight may take after SIGTERM; must be shorter than ECS waits before SIGKILL. */
  readonly stopTimeoutSeconds: number;
}

export interface DatabaseSettings {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  readonly user: string;
  readonly password: string;
  /** In which time the program ends when the password is refused that was taken before. */
  readonly passwordGraceSeconds: number;
  /** Connections of one task at most. */
  readonly poolSize: number;
  readonly tls: boolean;
  /** Certificates in PEM form, in place of those of Amazon RDS that the program brings along. */
  readonly tlsCertificates: string | undefined;
}

const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

export function readServiceSettings(reader: SettingReader): ServiceSettings {
  return {
    port: reader.optional("PORT", 80, wholeNumber(0, 65535)),
    logLevel: reader.optional<LogLevel>("LOG_LEVEL", "info", oneOf(logLevels)),
    pathPrefix: reader.optional("PATH_PREFIX", "", pathPrefix),
    database: {
      host: reader.required("DB_HOST", "", someText),
      port: reader.optional("DB_PORT", 3306, wholeNumber(1, 65535)),
      name: reader.required("DB_NAME", "", someText),
      user: reader.required("DB_USER", "", someText),
      password: reader.required("DB_PASSWORD", "", someSecret),
      passwordGraceSeconds: reader.optional("DB_PASSWORD_GRACE_SECONDS", 60, wholeNumber(0, 3600)),
      poolSize: reader.optional("DB_POOL_SIZE", 5, wholeNumber(1, 100)),
      tls: reader.optional("DB_TLS", false, trueOrFalse),
      tlsCertificates: reader.optional("DB_TLS_CA_FILE", undefined, certificateFile),
    },
    keepAliveTimeoutSeconds: reader.optional(
      "KEEP_ALIVE_TIMEOUT_SECONDS",
      65,
      wholeNumber(1, 4000),
    ),
    requestTimeoutSeconds: reader.optional("REQUEST_TIMEOUT_SECONDS", 15, wholeNumber(1, 300)),
    stopTimeoutSeconds: reader.optional("STOP_TIMEOUT_SECONDS", 25, wholeNumber(1, 120)),
  };
}

const certificateFile: Parser<string | undefined> = {
  rule: "a readable file of certificates in PEM form",
  read: (file) => {
    try {
      const text = readFileSync(file, "utf8");
      return text.includes("-----BEGIN CERTIFICATE-----") ? text : undefined;
    } catch {
      // Whatever keeps the file from being read, the rule says what is wanted.
      return undefined;
    }
  },
};
