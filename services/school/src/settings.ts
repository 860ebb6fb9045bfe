import {
  commonSettings,
  oneOf,
  readSettings,
  secret,
  text,
  trueOrFalse,
  variable,
  wholeNumber,
  type Environment,
} from "@services/kit/settings";
import { readFileSync } from "node:fs";
import * as z from "zod";

/** @throws SettingsError that lists every invalid variable */
export function readSchoolSettings(environment: Environment) {
  const peerUrl = variable("an address such as http://peer.internal", isHttpUrl).transform((url) =>
    url.replace(/\/+$/, ""),
  );
  return readSettings(
    {
      /** The records that the program stores. */
      RUN_AS: oneOf("students", "subjects"),
      /** URL of the subject service, usually that of the load balancer. `/subject/<id>` is appended. */
      PEER_URL: environment.RUN_AS === "students" ? peerUrl : peerUrl.optional(),
      /** The prefix that the load balancer's rule matches, which is removed from each path. Empty means no prefix. */
      PATH_PREFIX: variable("empty, or a path without a trailing slash, as in /demo1", (prefix) =>
        /^((\/[\w.~-]+)+)?$/.test(prefix),
      ).default(""),
      DB_HOST: text(),
      DB_PORT: wholeNumber(1, 65_535).default(3306),
      DB_NAME: text(),
      DB_USER: text(),
      DB_PASSWORD: secret(),
      /** The secret that contains DB_PASSWORD. Read again when the database rejects the password. */
      DB_SECRET_ARN: text().optional(),
      /**
       * Without a secret to read a new password from, the program exits after a random part of this time when the database
       * rejects a password that it accepted before. Longer than the replacement of a task, so that not all tasks exit at
       * once.
       */
      DB_PASSWORD_GRACE_SECONDS: wholeNumber(0, 3600).default(600),
      /** The account that serves requests, created as DB_USER. @default - DB_USER */
      DB_SERVICE_USER: variable("1 to 32 letters, digits and underscores", (user) =>
        /^\w{1,32}$/.test(user),
      ).optional(),
      /** Maximum number of connections of one task. */
      DB_POOL_SIZE: wholeNumber(1, 100).default(5),
      DB_TLS: trueOrFalse().default(false),
      /** Certificates in PEM format, in place of the bundled ones of Amazon RDS. */
      DB_TLS_CA_FILE: certificates().optional(),
      /** Time limit for a client to send one request, including headers and body. */
      REQUEST_TIMEOUT_SECONDS: wholeNumber(1, 300).default(15),
      ...commonSettings(80),
    },
    environment,
  );
}

export type SchoolSettings = ReturnType<typeof readSchoolSettings>;

function isHttpUrl(url: string): boolean {
  return URL.canParse(url) && /^https?:\/\/[^/?#@]+(\/[^?#]*)?$/.test(url);
}

/** The content of the file at the path in the variable. */
function certificates() {
  const rule = "a readable file of certificates in PEM form";
  return z.string({ error: rule }).transform((file, context) => {
    try {
      const pem = readFileSync(file, "utf8");
      if (pem.includes("-----BEGIN CERTIFICATE-----")) return pem;
    } catch {
      // The cause does not matter: the message states the rule for the file.
    }
    context.addIssue({ code: "custom", message: rule });
    return z.NEVER;
  });
}
