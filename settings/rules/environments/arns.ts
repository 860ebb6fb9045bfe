import { partitionOf, region as regionFacts } from "../../../aws/regions";
import { type Broken, broken, rule } from "../rule";
import { textsIn } from "../texts-in";

interface Environment {
  region: string;
  accountId?: string;
}

/** What AWS uses in its own region only, and for which no other rule looks at the region. */
const OF_REGION: Readonly<Record<string, string>> = {
  es: "a domain",
  firehose: "a stream",
};

/** What only its own account uses, and for which no other rule looks at the account. */
const OF_ACCOUNT: Readonly<Record<string, string>> = {
  acm: "a certificate",
  firehose: "a stream",
  wafv2: "a web ACL",
};

/** Of these, rules of their own say which regions are near enough. */
const ELSEWHERE = ["acm", "codeconnections", "codestar-connections", "ses", "sns", "wafv2"];

/** Fields whose texts are for programs and people. AWS reads all others. */
const FREE = ["environment", "options", "command", "entryPoint", "dockerLabels", "testCommands"];

/**
 * An ARN names something that the environment can reach: no partition knows another, and some things are of use in their
 * region or account only.
 *
 * @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html (2026-11-29)
 * @see https://docs.aws.amazon.com/acm/latest/userguide/acm-services.html (2026-11-29)
 * @see https://docs.aws.amazon.com/waf/latest/APIReference/API_AssociateWebACL.html (2026-11-29)
 * @see https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html (2026-11-29)
 */
export function arnsAreNear(fields: readonly string[]) {
  return fields.map((field) =>
    rule<Environment>(["region", "accountId", field as "region"], (environment) =>
      textsIn(valueAt(environment, field.split(".")), field.split("."), FREE)
        .filter(({ text }) => text.startsWith("arn:aws"))
        .flatMap(({ at, text }) => problemOf(text, at, environment) ?? []),
    ),
  );
}

function problemOf(
  arn: string,
  at: readonly PropertyKey[],
  { region, accountId }: Environment,
): Broken | undefined {
  const [, partition = "", service = "", itsRegion = "", itsAccount = ""] = arn.split(":");
  const own = partitionOf(region);
  // Which partition a region is in that the table lacks is not known.
  const isKnown = regionFacts(region) !== undefined;
  const isFar = itsRegion !== "" && itsRegion !== region;
  const what = OF_REGION[service];
  if (isFar && what !== undefined)
    return broken(
      at,
      `must be the ARN of ${what} in the environment's region (${region})`,
      arn,
      "Name one of that region.",
    );
  if (isKnown && partition !== own && !(isFar && ELSEWHERE.includes(service)))
    return broken(
      at,
      `must be an ARN of the environment's partition (${own}), as no partition reaches another`,
      arn,
      "Correct the ARN, or change the region.",
    );
  const owned = OF_ACCOUNT[service];
  return owned === undefined || accountId === undefined || itsAccount === accountId
    ? undefined
    : broken(
        at,
        `must be the ARN of ${owned} in the environment's account (${accountId})`,
        arn,
        "Name one of that account.",
      );
}

function valueAt(value: unknown, steps: readonly string[]): unknown {
  return steps.reduce<unknown>(
    (its, step) => (its as Record<string, unknown> | undefined)?.[step],
    value,
  );
}
