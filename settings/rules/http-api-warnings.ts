import { show } from "../wording/show";
import type { Broken } from "./rule";

/** What a new account allows all of its APIs in a region together, in requests a second. */
const ACCOUNT_RATE_LIMIT = 10_000;

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
export function aboveAccountLimit({
  throttling: { rateLimit },
}: {
  throttling: { rateLimit: number };
}): Broken[] {
  if (rateLimit <= ACCOUNT_RATE_LIMIT) return [];
  return [
    {
      at: ["throttling", "rateLimit"],
      message:
        `is ${rateLimit}, but an account allows ${ACCOUNT_RATE_LIMIT} requests a second to all of its APIs in a region, ` +
        `unless AWS raised that. Ask for more, or lower it.`,
    },
  ];
}

interface Environment {
  readonly domain?: { readonly name: string };
}

/** A page may act for whoever has it open: those of others had better be known. */
export function foreignOrigins(
  { corsOrigins }: { corsOrigins: readonly string[] },
  { domain }: Environment,
): Broken[] {
  if (domain === undefined) return [];
  return corsOrigins.flatMap((origin, index): Broken[] => {
    const host = new URL(origin).hostname;
    return host === domain.name || host.endsWith(`.${domain.name}`)
      ? []
      : [
          {
            at: ["corsOrigins", index],
            message:
              `is ${show(origin)}, which is not in the environment's domain (${show(domain.name)}): its pages may call the API ` +
              `for whoever has them open. Take it out unless you trust whoever writes them.`,
          },
        ];
  });
}
