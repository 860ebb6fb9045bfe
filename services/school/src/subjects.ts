import { RequestError } from "@services/kit/request-error";
import type { FastifyInstance } from "fastify";
import { bodySchema, optionalTextField, readId, textField } from "./body-fields";
import type { Database } from "./database";

/** A subject as the service stores and returns it. */
export interface Subject {
  readonly subject_id: number;
  readonly name: string;
  readonly teacher: string | null;
}

interface NewSubject {
  readonly name: string;
  readonly teacher?: string | null;
}

const body = bodySchema({ name: textField(100), teacher: optionalTextField(100) }, ["name"]);

export function addSubjectRoutes(server: FastifyInstance, database: () => Database): void {
  server.post<{ Body: NewSubject }>("/subject", { schema: { body } }, async (request, reply) => {
    const { name, teacher = null } = request.body;
    const sql = "INSERT INTO subject (name, teacher) VALUES (?, ?)";
    const subject_id = await database().insert(sql, [name, teacher]);
    return reply.code(201).send({ subject_id, name, teacher } satisfies Subject);
  });

  server.get<{ Params: { id: string } }>("/subject/:id", async (request) => {
    const id = readId(request.params.id);
    const sql = "SELECT subject_id, name, teacher FROM subject WHERE subject_id = ?";
    const [subject] = id === undefined ? [] : await database().read<Subject>(sql, [id]);
    if (subject === undefined) throw new RequestError(404, "There is no such subject.");
    return subject;
  });
}
