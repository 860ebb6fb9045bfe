import { layOut } from "../terminal/table";
import type { AttributeDrift } from "./drift";
import { type StackDrift, titleOf, type Unread } from "./read-stack";

/** One problem, with the stacks and previews that could not be read because of it. */
export interface ReadError {
  readonly message: string;
  readonly stacks: readonly string[];
}

/** Longer values are truncated. */
const LONGEST_VALUE = 60;

export function driftText({ deployed, drift, ...deployment }: StackDrift): string {
  const stack = titleOf(deployment);
  if (!deployed) return `${stack}: not deployed`;
  if (drift.length === 0) return `${stack}: no drift`;
  const rows = drift.flatMap(({ address, change, attributes }) =>
    change === "deleted"
      ? [["", address, "deleted"]]
      : attributes.map((attribute, index) => ["", index === 0 ? address : "", shown(attribute)]),
  );
  const count = drift.length === 1 ? "1 resource was" : `${drift.length} resources were`;
  return [`${stack}: ${count} changed outside Terraform`, ...layOut(rows)].join("\n");
}

/** What to do about the drift. Empty if there is none. */
export function adviceText(stacks: readonly StackDrift[]): string {
  const drifted = stacks.filter(({ drift }) => drift.length > 0);
  if (drifted.length === 0) return "";
  return [
    "",
    "To undo the changes, deploy again:",
    ...drifted.map(({ deploy }) => `  ${deploy}`),
    "To keep a change, write it into the settings, then deploy.",
  ].join("\n");
}

/** A problem that several stacks have in common, such as missing credentials, is one error. */
export function errorsOf(unread: readonly Unread[]): ReadError[] {
  return [...new Set(unread.map(({ problem }) => problem))].map((message) => ({
    message,
    stacks: unread.filter(({ problem }) => problem === message).map(titleOf),
  }));
}

export function errorText({ message, stacks }: ReadError): string {
  return `Not read: ${stacks.join(", ")}\n${message.replace(/^/gm, "  ")}`;
}

function shown({ name, before, after }: AttributeDrift): string {
  if (before === undefined && after === undefined) return `${name}: (secret)`;
  return `${name}: ${short(before)} -> ${short(after)}`;
}

function short(value: unknown): string {
  const text = JSON.stringify(value ?? null);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 3)}...` : text;
}
