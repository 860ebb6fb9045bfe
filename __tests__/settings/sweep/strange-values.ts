import fc from "fast-check";

/** Limits of settings, their neighbours, and what is no number of anything. */
const numbers = [
  0, -0, 1, -1, 2, 3, 5, 6, 7, 10, 15, 16, 21, 29, 30, 31, 60, 61, 79, 80, 99, 100, 101, 120, 121,
  200, 201, 256, 300, 301, 919, 920, 1000, 1001, 2048, 2049, 3600, 5000, 5001, 65535, 65536, 86400,
  2147483648, 9007199254740992, 0.5, 99.9, 1e21, 1e308, -8.1e298,
].concat(NaN, Infinity, -Infinity);

export const texts = [
  "",
  " ",
  "a",
  "A",
  "dev",
  "0",
  "true",
  "${path.module}",
  "%{if}",
  "${TfToken[TOKEN.0]}",
  "\0",
  "a\nb",
  "\u001b[31m",
  "\u202eabc",
  "\ud800",
  "ü".repeat(40),
  "../..",
  "/",
  "::/0",
  "0.0.0.0/0",
  "10.0.0.0/8",
  "10.1.0.0/16",
  "172.17.0.0/16",
  "t4g.micro",
  "q9.micro",
  "m5.large",
  "us-gov-west-1",
  "eu-west-1",
  "latest",
  "~> 5.100.0",
  "rate(1 minute)",
  "root",
  "x".repeat(300),
  "a-".repeat(50_000),
  "a".repeat(100_000),
];
export const names = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "length",
  "",
  " ",
  "kind",
  "minTasks",
  "0",
  "a.b",
  "DB_PASSWORD",
  "${a}",
  "x".repeat(500),
  "name",
  "\n",
];

const nested = fc.nat(3000).map((depth) => {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { value };
  return value;
});
const huge = fc.constantFrom<unknown>(
  Array.from({ length: 400 }, (_, index) => index),
  Array.from({ length: 400 }, () => "same"),
  Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`k${index}`, `${index}`])),
);
/** What fast-check's unit "binary" is, without its table of them all: that takes 3 s to make. */
const anyCharacter = fc
  .nat(0x10ffff - 0x800)
  .map((code) => String.fromCodePoint(code < 0xd800 ? code : code + 0x800));

/** Values of every kind, plausible ones among them. */
export const strange = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<unknown>(...numbers) },
  { weight: 6, arbitrary: fc.constantFrom<unknown>(...texts) },
  {
    weight: 4,
    arbitrary: fc.constantFrom<unknown>(
      null,
      undefined,
      true,
      false,
      [],
      {},
      [null],
      [undefined],
      [[]],
      { kind: "own" },
      { kind: "__proto__" },
      10n,
      new Date(0),
      new Map(),
      new Set([1]),
      /a/,
      Symbol("a"),
      () => 1,
      Object.create(null),
      new Array(5),
    ),
  },
  { weight: 2, arbitrary: fc.string({ unit: anyCharacter, maxLength: 30 }) },
  { weight: 2, arbitrary: fc.anything({ withNullPrototype: true, withSparseArray: true }) },
  { weight: 1, arbitrary: nested },
  { weight: 1, arbitrary: huge },
);
