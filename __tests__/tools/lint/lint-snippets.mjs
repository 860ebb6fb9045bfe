// @ts-check
/**
 * Lints snippets as if they stood in the project: takes [{ file, code }] as JSON on standard input, prints the broken
 * rules of each. A program of its own, because ESLint loads its configuration in a way that jest does not support.
 */
import { text } from "node:stream/consumers";
import { ESLint } from "eslint";
import tseslint from "typescript-eslint";

// Rules that need types need files that are really there; none of the house rules does.
const eslint = new ESLint({
  overrideConfig: /** @type {any} */ (tseslint.configs.disableTypeChecked),
});

/** @type {{ file: string, code: string }[]} */
const snippets = JSON.parse(await text(process.stdin));
const broken = [];
for (const { file, code } of snippets) {
  const [result] = await eslint.lintText(code, { filePath: file });
  broken.push(result?.messages.map(({ ruleId, message }) => `${ruleId}: ${message}`) ?? []);
}
console.log(JSON.stringify(broken));
