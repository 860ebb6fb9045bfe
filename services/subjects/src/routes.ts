import type { FastifyInstance } from "fastify";
import { bodySchema, optionalTextField, textField } from "./body-fields";
import type { Database } from "./database";
import { readId } from "./record-id";
import { RequestError } from "./request-error";
import type { Settings } from "./settings";
import { findSubject, storeSubject, type NewSubject } from "./subjects";

const body = bodySchema({ name: textField(100), teacher: optionalTextField(100) }, ["name"]);

/** What sets this service apart from the student service. */
export function addRoutes(
  server: FastifyInstance,
  _settings: Settings,
  database: () => Database,
): void {
  server.post<{ Body: NewSubject }>("/subject", { schema: { body } }, async (request, reply) =>
    reply.code(201).send(await storeSubject(database(), request.body)),
  );

  server.get<{ Params: { id: string } }>("/subject/:id", async (request) => {
    const id = readId(request.params.id);
    const subject = id === undefined ? undefined : await findSubject(database(), id);
    if (subject === undefined) throw new RequestError(404, "There is no such subject.");
    return subject;
  });
}
