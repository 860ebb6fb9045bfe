import {
  bucketsDiffer,
  domainNamesDiffer,
  namedAsListed,
  type NamedPlace,
  networksDiffer,
} from "../rules/between-environments";
import { environment, systems } from "./environment";
import { dictionary } from "./fields";

/** What may have a name of its own. */
const places: NamedPlace[] = [
  ...Object.keys(systems).map((system): NamedPlace => `${system}.loadBalancer`),
  "http-api.api",
  "http-api.page",
];

/** All environments, by name. */
export const environments = dictionary(
  "of 1 to 16 lower-case letters, digits and hyphens, as in dev",
  /^[a-z][a-z0-9-]{0,15}$/,
  environment,
  { max: 50 },
).check(namedAsListed, bucketsDiffer, networksDiffer, ...domainNamesDiffer(places));
