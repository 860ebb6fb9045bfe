import { layOut } from "../terminal/table";
import type { AttributeDrift, Drift } from "./drift";
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
  const rows = drift.flatMap(({ address, ...its }) =>
    linesOf(its).map((line, index) => ["", index === 0 ? address : "", line]),
  );
  const { size } = new Set(drift.map(({ address }) => address));
  const count = size === 1 ? "1 resource was" : `${size} resources were`;
  return [`${stack}: ${count} changed outside Terraform`, ...layOut(rows)].join("\n");
}

/** What to do about the drift. Empty if there is none. */
export function adviceText(stacks: readonly StackDrift[]): string {
  const all = stacks.flatMap(({ drift }) => drift);
  const undone = stacks.filter(({ drift }) => drift.some(({ change }) => change !== "added"));
  const deploy = [
    "To undo the changes, deploy again:",
    ...undone.map((each) => `  ${each.deploy}`),
  ];
  const hasAdditions = all.some(({ change }) => change === "added");
  const lines = [
    ...(undone.length > 0 ? deploy : []),
    ...(hasAdditions
      ? ["Deploying keeps what was added. Remove it in the AWS console or with the AWS CLI."]
      : []),
    ...(all.length > 0 ? ["To keep a change, write it into the settings, then deploy."] : []),
  ];
  return lines.length === 0 ? "" : ["", ...lines].join("\n");
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

function linesOf({ change, attributes }: Omit<Drift, "address">): readonly string[] {
  if (change === "deleted") return ["deleted"];
  if (change === "changed") return attributes.map(shown);
  return attributes.flatMap(({ name, after }) =>
    (after as readonly string[]).map((each) => `${name}: added ${each}`),
  );
}

function shown({ name, before, after }: AttributeDrift): string {
  if (before === undefined && after === undefined) return `${name}: (secret)`;
  return `${name}: ${short(before)} -> ${short(after)}`;
}

function short(value: unknown): string {
  const text = JSON.stringify(value ?? null);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 3)}...` : text;
}
