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

/** @throws SettingsError naming every variable that is wrong */
export function readSchoolSettings(environment: Environment) {
  const peerUrl = variable("an address such as http://peer.internal", isHttpUrl).transform((url) =>
    url.replace(/\/+$/, ""),
  );
  return readSettings(
    {
      /** What the program keeps. */
      RUN_AS: oneOf("students", "subjects"),
      /** Where the subject service is: the load balancer's address, to which `/subject/<id>` is added. */
      PEER_URL: environment.RUN_AS === "students" ? peerUrl : peerUrl.optional(),
      /** What the balancer's rule adds in front of every path, and what is taken off again. Empty: nothing. */
      PATH_PREFIX: variable(
        "empty, or a path such as /demo1 without a slash at its end",
        (prefix) => /^((\/[\w.~-]+)+)?$/.test(prefix),
      ).default(""),
      DB_HOST: text(),
      DB_PORT: wholeNumber(1, 65_535).default(3306),
      DB_NAME: text(),
      DB_USER: text(),
      DB_PASSWORD: secret(),
      /** The secret that DB_PASSWORD is from, read again when the database refuses what it held. */
      DB_SECRET_ARN: text().optional(),
      /**
       * In a random part of this time the program ends when the database refuses the password that it took before and there
       * is no secret to read another from. Longer than replacements take, so that not all tasks are gone at once.
       */
      DB_PASSWORD_GRACE_SECONDS: wholeNumber(0, 3600).default(600),
      /** The account that serves requests, made as DB_USER. Without it, DB_USER does. */
      DB_SERVICE_USER: variable("1 to 32 letters, digits and underscores", (user) =>
        /^\w{1,32}$/.test(user),
      ).optional(),
      /** Connections of one task at most. */
      DB_POOL_SIZE: wholeNumber(1, 100).default(5),
      DB_TLS: trueOrFalse().default(false),
      /** Certificates in PEM form, in place of those of Amazon RDS that the program brings along. */
      DB_TLS_CA_FILE: certificates().optional(),
      /** How long a client may take to send one request, headers and body. */
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

/** The content of the file that the variable names. */
function certificates() {
  const rule = "a readable file of certificates in PEM form";
  return z.string({ error: rule }).transform((file, context) => {
    try {
      const pem = readFileSync(file, "utf8");
      if (pem.includes("-----BEGIN CERTIFICATE-----")) return pem;
    } catch {
      // Whatever keeps the file from being read, the rule says what is wanted.
    }
    context.addIssue({ code: "custom", message: rule });
    return z.NEVER;
  });
}
