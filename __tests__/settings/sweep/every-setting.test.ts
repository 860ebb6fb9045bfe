import * as z from "zod";
import { schemaNodes, type SchemaNode } from "./schema-tree";

const nodes = schemaNodes();
const titled = (list: readonly SchemaNode[]) =>
  list.map((node) => [node.path.join(".") || "(all environments)", node.schema] as const);
const ofType = (type: abstract new (...args: never[]) => z.ZodType) =>
  titled(nodes.filter(({ schema }) => schema instanceof type));

/** The program's own affair: what Terraform would evaluate is escaped on its way there. */
const FOR_PROGRAM =
  /\.(container|sidecars\.\*|scheduledTasks\.\*|beforeRelease)\.((environment|dockerLabels)\.\*|(command|entryPoint)\.\[\])$/;

const texts = ofType(z.ZodString);
const numbers = ofType(z.ZodNumber);

test("the settings are of kinds that are looked at here", () => {
  const kinds = new Set(nodes.map(({ schema }) => schema.def.type));
  expect([...kinds].sort()).toEqual([
    "array",
    "boolean",
    "enum",
    "literal",
    "number",
    "object",
    "record",
    "string",
  ]);
  expect(texts.length).toBeGreaterThan(25);
  expect(numbers.length).toBeGreaterThan(35);
});

test.each(ofType(z.ZodObject))("%s refuses a field that it does not know", (_, schema) => {
  const codes = schema.safeParse({ surplus: 1 }).error?.issues.map(({ code }) => code);
  expect(codes).toContain("unrecognized_keys");
});

test.each(texts)("%s refuses a number and a NUL", (_, schema) => {
  expect(schema.safeParse(1).success).toBe(false);
  expect(schema.safeParse("\0").success).toBe(false);
});

/** What a pattern without bounds would take, or take for ever to refuse. */
const endless = [
  "a",
  "1",
  "A",
  "-a",
  "a-",
  "/a",
  "a/",
  ".a",
  "a.",
  "_",
  "a_",
  "200,",
  " ",
  ":a",
  "1.",
].map((part) => part.repeat(20_000));
const ends = ["", "0", "!", ".a", "200", "1"];

test.each(texts.filter(([path]) => !FOR_PROGRAM.test(path)))("%s has an end", (_, schema) => {
  const before = process.cpuUsage();
  const taken = endless
    .flatMap((long) => ends.map((end) => long + end))
    .filter((long) => schema.safeParse(long).success);
  expect(taken).toEqual([]);
  // Of CPU: what else the machine does is no fault of the schema.
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(4000);
});

test.each(texts.filter(([path]) => !FOR_PROGRAM.test(path)))(
  "%s refuses what Terraform would evaluate",
  (_, schema) => {
    for (const text of ["${path.module}", "a${b}", "/${b}", "%{if true}", "/%{b}"]) {
      expect(schema.safeParse(text).success).toBe(false);
    }
  },
);

test.each(texts)("%s refuses a token of CDKTF", (_, schema) => {
  expect(schema.safeParse("${TfToken[TOKEN.0]}").success).toBe(false);
});

test.each(numbers)("%s has bounds", (_, schema) => {
  for (const number of [NaN, Infinity, -Infinity, 1e21, -1e21, -8.1e298]) {
    expect(schema.safeParse(number).success).toBe(false);
  }
});

test.each(titled(nodes))("%s has words of its own for a value of the wrong type", (_, schema) => {
  const [issue] =
    schema.safeParse(Symbol("wrong"), { error: () => "no words" }).error?.issues ?? [];
  const ownWords = schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral;
  expect(issue?.message).toMatch(ownWords ? /^no words$/ : /^must be /);
});
