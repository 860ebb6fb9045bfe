import { Synthesis } from "../synthesized/synthesis";
import { asCommand } from "../terminal/as-command";
import { requireKnown } from "../terminal/nearest";
import { UserError } from "../terminal/user-error";
import { httpApiDocument } from "./http-api-document";
import { OPENAPI } from "./command-line";

void asCommand(OPENAPI, ({ words: [name] }) => {
  const { stacks } = Synthesis.read(process.env.CDKTF_OUTDIR ?? "cdktf.out");
  const documents = new Map(
    stacks.flatMap((stack) => {
      const document = httpApiDocument(stack.json);
      return document === undefined ? [] : [[stack.name, document] as const];
    }),
  );
  const names = [...documents.keys()];
  if (name === undefined) {
    throw new UserError(
      `Name a stack with an HTTP API: ${names.join(", ") || "cdktf.out has none"}.`,
    );
  }
  requireKnown("stack with an HTTP API called", [name], names);
  console.log(JSON.stringify(documents.get(name), undefined, 2));
  return 0;
});
