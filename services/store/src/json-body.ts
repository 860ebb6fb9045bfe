import type { FastifyInstance } from "fastify";
import type { Item } from "./item";
import { RequestError } from "@services/kit/request-error";
import { readItem } from "./read-item";

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Bodies are parsed where they are needed, so that an invalid one cannot turn a 404 into another error. */
export function addBodyParsers(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, done) => {
    done(null, body);
  });
  // A body with another content type is ignored and not read.
  server.addContentTypeParser("*", (_request, _body, done) => {
    done(null);
  });
}

/** @throws RequestError 400 that describes the problem */
export function itemOf(body: Buffer | undefined): Item {
  if (body === undefined || body.length === 0) return {};
  let text: string;
  try {
    text = utf8.decode(body);
  } catch {
    throw new RequestError(400, "The body is not UTF-8.");
  }
  return readItem(text);
}
