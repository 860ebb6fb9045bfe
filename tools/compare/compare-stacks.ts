import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";

/** The Terraform JSON of a stack. */
export type TerraformDocument = Readonly<Record<string, unknown>>;

/** A difference between two versions of a stack, regardless of its resources' addresses. */
export interface Difference {
  readonly kind: "only before" | "only after" | "changed";
  /** Type of the resource or data source, or the section of the document. */
  readonly what: string;
  readonly address: string;
  /** Arguments that differ, each with its value before and after. */
  readonly changes: readonly {
    readonly argument: string;
    readonly before: unknown;
    readonly after: unknown;
  }[];
}

interface Entry {
  readonly address: string;
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Rounds in which what a resource refers to becomes part of its own content. */
const ROUNDS = 4;

/**
 * What changed from one version of a stack to another besides addresses: resources are matched by type and content, and a
 * reference counts for the content of what it refers to.
 */
export function compareStacks(before: TerraformDocument, after: TerraformDocument): Difference[] {
  return [...compareResources(before, after), ...compareSections(before, after)];
}

function compareResources(before: TerraformDocument, after: TerraformDocument): Difference[] {
  const former = withContent(before);
  const unmatched = withContent(after);
  const pairs = new Map<Content, Content | undefined>();
  const take = (entry: Content, partner: Content | undefined) => {
    pairs.set(entry, partner);
    if (partner !== undefined) unmatched.splice(unmatched.indexOf(partner), 1);
  };
  for (const entry of former) {
    const same = unmatched.find(({ content }) => content === entry.content);
    if (same !== undefined) take(entry, same);
  }
  for (const entry of former) if (!pairs.has(entry)) take(entry, nearest(entry, unmatched));
  // Resources that correspond in both versions get the same name, so that references can be compared.
  const names = new Map<string, string>();
  for (const [entry, partner] of pairs) if (partner) names.set(entry.address, partner.address);
  return [
    ...[...pairs].flatMap(([entry, partner]) => differencesOf(entry, partner, names)),
    ...unmatched.map(({ type, address }): Difference => ({
      kind: "only after",
      what: type,
      address,
      changes: [],
    })),
  ];
}

function differencesOf(
  entry: Content,
  partner: Content | undefined,
  names: ReadonlyMap<string, string>,
): Difference[] {
  if (partner === undefined) {
    return [{ kind: "only before", what: entry.type, address: entry.address, changes: [] }];
  }
  if (partner.content === entry.content) return [];
  const changes = changesOf(resolved(entry.body, names), resolved(partner.body, new Map()));
  if (changes.length === 0) return [];
  return [{ kind: "changed", what: entry.type, address: partner.address, changes }];
}

function compareSections(before: TerraformDocument, after: TerraformDocument): Difference[] {
  return ["terraform", "provider", "variable", "output"].flatMap((section) => {
    const changes = changesOf(
      withoutAddresses(before[section] ?? {}),
      withoutAddresses(after[section] ?? {}),
    );
    return changes.length === 0
      ? []
      : [{ kind: "changed" as const, what: section, address: section, changes }];
  });
}

interface Content extends Entry {
  /** Of the type, the arguments, and all that they refer to. */
  readonly content: string;
  /** The arguments, where a reference names a type and an attribute only. */
  readonly plain: Readonly<Record<string, unknown>>;
}

function withContent(document: TerraformDocument): Content[] {
  const entries = entriesOf(document);
  let contents = new Map(entries.map(({ address, type }) => [address, type]));
  for (let round = 0; round < ROUNDS; round += 1) {
    const known = contents;
    contents = new Map(
      entries.map(({ address, type, body }) => [address, hash([type, resolved(body, known)])]),
    );
  }
  return entries.map((entry) => ({
    ...entry,
    content: contents.get(entry.address) ?? "",
    plain: withoutAddresses(entry.body) as Content["plain"],
  }));
}

function entriesOf(document: TerraformDocument): Entry[] {
  return (["resource", "data"] as const).flatMap((section) =>
    Object.entries(
      (document[section] ?? {}) as Record<string, Record<string, Entry["body"]>>,
    ).flatMap(([type, byId]) =>
      Object.entries(byId).map(([id, body]) => {
        const kind = section === "data" ? `data.${type}` : type;
        return { address: `${kind}.${id}`, type: kind, body };
      }),
    ),
  );
}

/** An address in an expression or in `depends_on`, such as `data.aws_vpc.network` or `aws_lb.entry`. */
const ADDRESS = /\b((?:data\.)?[a-z]+_[a-z0-9_]+)\.([A-Za-z_][\w-]*)/g;

function resolved(value: unknown, contents: ReadonlyMap<string, string>): unknown {
  return mapText(value, (text) =>
    text.replaceAll(ADDRESS, (address) => contents.get(address) ?? address),
  );
}

function withoutAddresses(value: unknown): unknown {
  return mapText(value, (text) => text.replaceAll(ADDRESS, "$1"));
}

/** Applies `change` to every text within a value, and sorts `depends_on`, whose order does not matter. */
function mapText(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((each) => mapText(each, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      // Metadata of CDKTF, such as the construct's path.
      .filter(([key]) => key !== "//")
      .map(([key, each]) => {
        const mapped = mapText(each, change);
        return [key, key === "depends_on" ? (mapped as string[]).toSorted() : mapped];
      }),
  );
}

/** The entry of the same type that shares the most arguments. */
function nearest(entry: Content, candidates: readonly Content[]): Content | undefined {
  const score = (other: Content) =>
    Object.keys(entry.plain).filter((key) => isDeepStrictEqual(entry.plain[key], other.plain[key]))
      .length;
  return candidates
    .filter(({ type }) => type === entry.type)
    .sort((one, other) => score(other) - score(one))[0];
}

function changesOf(before: unknown, after: unknown): Difference["changes"] {
  const [former, present] = [before as Record<string, unknown>, after as Record<string, unknown>];
  return [...new Set([...Object.keys(former), ...Object.keys(present)])]
    .filter((argument) => !isDeepStrictEqual(former[argument], present[argument]))
    .map((argument) => ({ argument, before: former[argument], after: present[argument] }));
}

function hash(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 16);
}
