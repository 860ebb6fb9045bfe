import { RequestError } from "@services/kit/request-error";
import type { FastifyInstance } from "fastify";

/** Parses every body as JSON in UTF-8, regardless of its content type, because the routes accept nothing else. */
export function readJsonBodies(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser("error", "error");
  const decoder = new TextDecoder("utf-8", { fatal: true });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", { parseAs: "buffer" }, (request, body, done) => {
    let text: string;
    try {
      text = decoder.decode(body as Buffer);
    } catch {
      // A lenient decoder would replace invalid bytes with other characters.
      done(new RequestError(400, "The body must be JSON in UTF-8."));
      return;
    }
    void parse(request, text, (error, parsed) => {
      if (error) done(new RequestError(400, `The body must be JSON: ${error.message}.`));
      else done(null, parsed);
    });
  });
}
