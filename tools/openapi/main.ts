import { Synthesis } from "../synthesized/synthesis";
import { httpApiDocument } from "./http-api-document";

/** Prints the OpenAPI document of an HTTP API: `npm run -s openapi -- http-api-dev > openapi/stores.json`. */
function main(): number {
  const [name, ...others] = process.argv.slice(2);
  const synthesis = Synthesis.read("cdktf.out");
  const documents = new Map(
    synthesis.stacks.map((stack) => [stack.name, () => httpApiDocument(stack.json)]),
  );
  const withApi = () => [...documents].filter(([, read]) => read() !== undefined);
  if (name === undefined || others.length > 0) {
    console.error(
      `usage: npm run -s openapi -- <stack>\nStacks with an HTTP API: ${names(withApi())}`,
    );
    return 1;
  }
  const document = documents.get(name)?.();
  if (document === undefined) {
    console.error(`${name} must be a stack with an HTTP API. There are: ${names(withApi())}.`);
    return 1;
  }
  console.log(JSON.stringify(document, undefined, 2));
  return 0;
}

function names(entries: readonly (readonly [string, unknown])[]): string {
  return entries.map(([name]) => name).join(", ") || "none in cdktf.out";
}

try {
  process.exitCode = main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
