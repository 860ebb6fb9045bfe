import {
  type CountQuota,
  countQuotas,
  MOST_TAGS,
  type SizeQuota,
  sizeQuotas,
} from "../../../aws/quotas";
import type { StackJson } from "../../../tools/synthesized/stack-json";

type Block = Readonly<Record<string, unknown>>;

/** What a stack has more of, or longer, than AWS takes, each in a sentence. */
export function overQuotas(json: StackJson): string[] {
  return [
    ...countQuotas.flatMap((quota) => tooMany(json, quota)),
    ...sizeQuotas.flatMap((quota) => tooLong(json, quota)),
    ...tooManyTags(json),
  ];
}

function tooMany(json: StackJson, { type, within, most, only }: CountQuota): string[] {
  const counted = Object.values(json.resources(type)).filter(
    (block) => only === undefined || block[only.argument] === only.value,
  );
  return [...grouped(counted, within)]
    .filter(([, blocks]) => blocks.length > most)
    .map(([owner, blocks]) => `${blocks.length} ${type} in ${owner}: AWS takes ${most}`);
}

function tooLong(json: StackJson, quota: SizeQuota): string[] {
  const { type, argument, within, mostCharacters: most } = quota;
  const blocks = Object.entries(json.resources(type));
  const owned: readonly (readonly [string, readonly Block[]])[] =
    within === undefined
      ? blocks.map(([name, block]) => [name, [block]] as const)
      : [
          ...grouped(
            blocks.map(([, block]) => block),
            within,
          ),
        ];
  return owned.flatMap(([owner, its]) => {
    const length = its.reduce<number>((sum, block) => sum + lengthOf(json, block[argument]), 0);
    return length > most
      ? [`${type}.${argument} of ${owner} has ${length} characters: AWS takes ${most}`]
      : [];
  });
}

/** What stands in the place of references: an ARN, unless it is known to be shorter. */
const ARN = "a".repeat(120);
const LONGEST_PARTITION = "aws-us-gov";
const ACCOUNT_ID = "123456789012";

function lengthOf(json: StackJson, value: unknown): number {
  if (typeof value !== "string") return 0;
  const [document] = json
    .referencesIn(value)
    .filter((address) => address.startsWith("data.aws_iam_policy_document."));
  const text = document === undefined ? value : JSON.stringify(documentOf(json, document));
  return text
    .replaceAll(/\$\{data\.aws_partition\.[^}]*\.partition\}/g, LONGEST_PARTITION)
    .replaceAll(/\$\{data\.aws_caller_identity\.[^}]*\.account_id\}/g, ACCOUNT_ID)
    .replaceAll(/\$\{[^}]*\}/g, ARN)
    .replaceAll(/\s/g, "").length;
}

/** A document's names of arguments are about as long as those of the JSON that comes of it. */
function documentOf(json: StackJson, address: string): unknown {
  const found = json.allDataSources.find((source) => source.address === address);
  return found?.block["statement"];
}

function tooManyTags(json: StackJson): string[] {
  return json.allResources.flatMap(({ address, block }) => {
    const own = block["tags"];
    if (typeof own !== "object" || own === null) return [];
    const count = new Set([...Object.keys(own), ...Object.keys(json.defaultTags)]).size;
    return count > MOST_TAGS ? [`${address} has ${count} tags: AWS takes ${MOST_TAGS}`] : [];
  });
}

function grouped(blocks: readonly Block[], argument: string): Map<string, Block[]> {
  const groups = new Map<string, Block[]>();
  for (const block of blocks) {
    const given = block[argument];
    const owner = typeof given === "string" ? given : "";
    groups.set(owner, [...(groups.get(owner) ?? []), block]);
  }
  return groups;
}
