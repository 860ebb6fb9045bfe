import * as z from "zod";
import {
  accountRoleOnce,
  allocatedOnce,
  bucketsDiffer,
  domainNamesDiffer,
  identityProviderOnce,
  namedAsListed,
  networksDiffer,
  suffixesDiffer,
} from "../rules/environments/between-environments";
import { environment, namedPlaces } from "./environment";
import { dictionary } from "./fields";

const named = dictionary(
  "of 1 to 16 lowercase letters, digits and hyphens, as in dev",
  /^[a-z][a-z0-9-]{0,15}$/,
  environment,
  { max: 50 },
).check(
  namedAsListed,
  bucketsDiffer,
  networksDiffer,
  suffixesDiffer,
  accountRoleOnce,
  identityProviderOnce,
  allocatedOnce,
  ...domainNamesDiffer(namedPlaces),
);

/** All environments, by name. */
export const environments = z.preprocess(withNames, named);

/** An environment without a name has the name under which it is listed. */
function withNames(listed: unknown): unknown {
  if (!isPlain(listed)) return listed;
  return Object.fromEntries(
    Object.entries(listed).map(([name, its]) => [name, isPlain(its) ? { name, ...its } : its]),
  );
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  // What has a member of this name is refused as it is.
  return !Array.isArray(value) && !Object.hasOwn(value, "__proto__");
}
