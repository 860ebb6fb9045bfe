import { parseExpressions } from "../../../tools/synthesized/expression/parse";
import { evaluate } from "../../../tools/synthesized/expression/evaluate";

/** What Terraform 1.11 makes of each template, by `terraform console`. */
const TEMPLATES: readonly [string, unknown][] = [
  ["plain", "plain"],
  ["${var.number}", 7],
  ["${var.number} of ${var.text}", '7 of a"b\\c'],
  ['${var.text == "a\\"b\\\\c" ? 1 : 2}', 1],
  ["${100 - var.number}", 93],
  ["${-var.number}", -7],
  ["${(var.number + 1) * 2 - (3)}", 13],
  ['${!contains(var.list, "blue")}', false],
  ["$${kept} %%{kept}", "${kept} %{kept}"],
  ['${coalesce("", "b")}', "b"],
  ['${length(setsubtract(var.list, ["blue"])) == 0}', false],
  ['${can(regex("^[a-z]+$", "a1"))}', false],
  ['${try(jsondecode("{"), "no")}', "no"],
  [
    '${jsonencode({ b = [1, true, null], a = "<&>", (var.key) = 2, "c-${var.key}" = 3 })}',
    '{"a":"\\u003c\\u0026\\u003e","b":[1,true,null],"c-k":3,"k":2}',
  ],
  [
    '${replace("old.abc.rds.amazonaws.com", "/^[a-z][^.]*[.]/", "new.")}',
    "new.abc.rds.amazonaws.com",
  ],
  ['${replace("a.b.c", ".", "-")}', "a-b-c"],
  ['${[for each in var.list : upper(each) if each != "blue"]}', ["GREEN"]],
  ["${{for at, each in var.list : each => at}}", { blue: "0", green: "1" }],
  ["${var.map[var.key].x}", 5],
  ["${tolist(var.list).0}", "blue"],
  ['${merge({ a = 1 }, { b = 2 })["b"]}', 2],
  ["line one\nline \\n two ${var.number}", "line one\nline \\n two 7"],
];

const VARIABLES: Record<string, unknown> = {
  number: 7,
  text: 'a"b\\c',
  list: ["blue", "green"],
  key: "k",
  map: { k: { x: 5 } },
};

describe("expressions", () => {
  test.each(TEMPLATES)("%j is %j", async (template, expected) => {
    const scope = {
      resolve: ([, name = "", ...rest]: readonly string[]) =>
        rest.reduce((value, key) => (value as any)[key], VARIABLES[name]),
    };
    expect(evaluate(template, await parseExpressions(template), scope)).toEqual(expected);
  });
});
