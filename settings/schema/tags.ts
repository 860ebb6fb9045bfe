import { tags as tagLimits } from "../../aws/names";
import { type Broken, rule } from "../rules/rule";
import { show } from "../wording/show";
import { dictionary, text } from "./fields";

/** Tags that every stack sets; an environment may give them other values. */
const OWN_TAGS = ["Project", "Environment", "System", "ManagedBy"];

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html on case sensitivity */
const differInMoreThanCase = rule<Readonly<Record<string, string>>>([], (tags) => {
  const seen = new Map(OWN_TAGS.map((name) => [name.toLowerCase(), name]));
  return Object.keys(tags).flatMap((name): Broken[] => {
    const twin = seen.get(name.toLowerCase());
    seen.set(name.toLowerCase(), name);
    if (twin === undefined || twin === name) return [];
    const message =
      `must have a name that differs from the tag ${show(twin)} in more than case, because IAM treats the two as one. ` +
      `Use the same case, or choose another name.`;
    return [{ at: [name], message }];
  });
});

/** Tags of every resource of an environment. */
export const tags = dictionary(
  'of 1 to 128 letters, digits, spaces and _.:/=+@-, which does not start with "aws:"',
  (name) =>
    name.length >= 1 &&
    name.length <= tagLimits.maxName &&
    tagLimits.text.test(name) &&
    !/^aws:/i.test(name),
  text(
    "must be a string of at most 256 letters, digits, spaces and _.:/=+@-",
    (value) => value.length <= tagLimits.maxValue && tagLimits.text.test(value),
  ),
  // The stacks set some of the 50 that AWS allows.
  { max: tagLimits.max - 10 },
).check(differInMoreThanCase);
