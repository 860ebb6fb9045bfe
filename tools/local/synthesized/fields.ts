import type { Block } from "../../synthesized/stack-json";
import { toNumber } from "../expression/values";

/** A number of a block; Terraform takes texts of numbers for numbers. */
export function numberOf(block: Block, name: string, byDefault: number): number {
  const value = block[name];
  return value === undefined || value === null ? byDefault : toNumber(value);
}

export function textOf(block: Block, name: string, byDefault: string): string {
  const value = block[name];
  if (value === undefined || value === null) return byDefault;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Nested blocks of a name: Terraform JSON has one as an object, several as a list. */
export function blocksOf(block: Block, name: string): readonly Block[] {
  const value = block[name];
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as Block[]) : [value as Block];
}

/** The only nested block of a name; empty where there is none. */
export function oneBlockOf(block: Block, name: string): Block {
  return blocksOf(block, name)[0] ?? {};
}

export function textsOf(block: Block, name: string): readonly string[] {
  return ((block[name] ?? []) as readonly unknown[]).map(String);
}
