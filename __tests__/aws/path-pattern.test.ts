import { covers, isPathPattern, wildcardsIn } from "../../aws/networking/load-balancing";

describe("covers", () => {
  test.each([
    ["/talk", "/talk"],
    ["/talk/*", "/talk/*"],
    ["/*", "/"],
    ["/*", "/talk/?x*"],
    ["/talk*", "/talk/*"],
    ["/talk/*", "/talk/?"],
    ["/a*c", "/abc"],
    ["/a*c", "/ab*bc"],
    ["/a?", "/ab"],
    ["/a?*", "/a*?"],
    ["/**", "/*"],
    ["/*", "/**"],
  ])("%s covers %s", (outer, inner) => {
    expect(covers(outer, inner)).toBe(true);
  });

  test.each([
    ["/talk", "/speaker"],
    ["/talk", "/Talk"],
    ["/talk", "/talk/"],
    ["/talk/*", "/talk"],
    ["/talk/*", "/talk*"],
    ["/?", "/*"],
    ["/a?", "/a"],
    ["/a?*", "/a*"],
    ["/a*c", "/a*"],
    ["/*a*b", "/*b*a"],
    ["/abc", "/a?c"],
  ])("%s does not cover %s", (outer, inner) => {
    expect(covers(outer, inner)).toBe(false);
  });

  test("agrees with trying every short path", () => {
    const patterns = words(["a", "*", "?"], 3).map((word) => `/${word}`);
    const paths = words(["a", "b"], 5).map((word) => `/${word}`);
    for (const outer of patterns) {
      for (const inner of patterns) {
        const counterexample = paths.find((path) => matches(inner, path) && !matches(outer, path));
        expect([outer, inner, covers(outer, inner)]).toEqual([
          outer,
          inner,
          counterexample === undefined,
        ]);
      }
    }
  });

  test("is quick for the worst that a rule may have", () => {
    const before = process.cpuUsage();
    covers(`/*${"a?".repeat(4)}${"b".repeat(100)}`, `/${"a*".repeat(5)}${"ab".repeat(50)}`);
    // Of CPU: what else the machine does is no fault of the pattern.
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(1000);
  });
});

test.each(["/", "/talk/*", "/a?b", "/~user/$1:@+&_-.", `/${"a".repeat(127)}`])(
  "%s is a pattern",
  (pattern) => {
    expect(isPathPattern(pattern)).toBe(true);
  },
);

test.each(["", "talk", "/a b", "/ä", "/a\n", "/${a}", "/a#b", `/${"a".repeat(128)}`])(
  "%j is no pattern",
  (pattern) => {
    expect(isPathPattern(pattern)).toBe(false);
  },
);

test("counts the wildcards of all patterns of a rule", () => {
  expect(wildcardsIn(["/a*", "/?b?", "/c"])).toBe(3);
});

function words(letters: readonly string[], length: number): string[] {
  if (length === 0) return [""];
  const shorter = words(letters, length - 1);
  const longest = shorter.filter((word) => word.length === length - 1);
  return [...shorter, ...longest.flatMap((word) => letters.map((letter) => word + letter))];
}

function matches(pattern: string, path: string): boolean {
  const source = pattern.replaceAll("*", ".*").replaceAll("?", ".");
  return new RegExp(`^${source}$`).test(path);
}
