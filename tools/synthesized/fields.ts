import { toNumber } from "./expression/values";

/** A block of Terraform JSON. */
export type Block = Readonly<Record<string, unknown>>;

/**
 * A text, or the default where the field is absent, null or empty. A number or a boolean becomes the text that Terraform
 * makes of it.
 */
export function textOf(block: Block, name: string): string | undefined;
export function textOf(block: Block, name: string, byDefault: string): string;
export function textOf(block: Block, name: string, byDefault?: string): string | undefined {
  const value = block[name];
  if (value === undefined || value === null || value === "") return byDefault;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** @throws Error when there is no text */
export function requiredText(block: Block, name: string): string {
  const value = block[name];
  if (typeof value === "string" && value !== "") return value;
  throw new Error(`"${name}" must be text, got ${JSON.stringify(value)}.`);
}

/** A number; Terraform also takes it as text. */
export function numberOf(block: Block, name: string): number | undefined;
export function numberOf(block: Block, name: string, byDefault: number): number;
export function numberOf(block: Block, name: string, byDefault?: number): number | undefined {
  const value = block[name];
  return value === undefined || value === null || value === "" ? byDefault : toNumber(value);
}

/** A boolean; Terraform also takes it as text. */
export function isTrue(block: Block, name: string, byDefault = false): boolean {
  const value = block[name];
  return value === undefined || value === null ? byDefault : value === true || value === "true";
}

/** A list of texts, empty when the field is absent. */
export function textsOf(block: Block, name: string): readonly string[] {
  return ((block[name] ?? []) as readonly unknown[]).map(String);
}

/** A map of texts, empty when the field is absent. */
export function mapOf(block: Block, name: string): Readonly<Record<string, string>> {
  return (block[name] ?? {}) as Readonly<Record<string, string>>;
}

/** Nested blocks of a name. Terraform JSON writes one as an object or a list of one, several as a list. */
export function blocksOf(block: Block, name: string): readonly Block[] {
  const value = block[name];
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as Block[]) : [value as Block];
}

/** The first nested block of a name, empty when there is none. */
export function blockOf(block: Block, name: string): Block {
  return firstBlock(block, name) ?? {};
}

/** The first nested block of a name. */
export function firstBlock(block: Block, name: string): Block | undefined {
  return blocksOf(block, name)[0];
}
