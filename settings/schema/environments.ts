import {
  bucketsDiffer,
  domainNamesDiffer,
  namedAsListed,
  networksDiffer,
} from "../rules/between-environments";
import { environment, namedPlaces } from "./environment";
import { dictionary } from "./fields";

/** All environments, by name. */
export const environments = dictionary(
  "of 1 to 16 lower-case letters, digits and hyphens, as in dev",
  /^[a-z][a-z0-9-]{0,15}$/,
  environment,
  { max: 50 },
).check(namedAsListed, bucketsDiffer, networksDiffer, ...domainNamesDiffer(namedPlaces));
