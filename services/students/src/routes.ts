import type { FastifyInstance } from "fastify";
import { bodySchema, emailField, idField, textField } from "./body-fields";
import type { Database } from "./database";
import { readId } from "./record-id";
import { RequestError } from "./request-error";
import type { Settings } from "./settings";
import { findStudent, storeStudent, type NewStudent } from "./students";
import { SubjectClient } from "./subject-client";

const body = bodySchema({ name: textField(100), email: emailField, subject_id: idField }, [
  "name",
  "email",
  "subject_id",
]);

/** What sets this service apart from the subject service. */
export function addRoutes(
  server: FastifyInstance,
  settings: Settings,
  database: () => Database,
): void {
  const subjects = new SubjectClient(settings.peerUrl, server.log);

  server.post<{ Body: NewStudent }>("/student", { schema: { body } }, async (request, reply) => {
    // Asked first, so that no other service is asked for what can't be stored.
    const students = database();
    const subjectId = request.body.subject_id;
    if ((await subjects.find(subjectId, traceOf(request.headers))) === undefined)
      throw new RequestError(422, `There is no subject ${String(subjectId)}.`);
    const student = await storeStudent(students, request.body);
    return reply.code(201).send(student);
  });

  server.get<{ Params: { id: string } }>("/student/:id", async (request) => {
    const id = readId(request.params.id);
    const student = id === undefined ? undefined : await findStudent(database(), id);
    if (student === undefined) throw new RequestError(404, "There is no such student.");
    const subject = await subjects.find(student.subject_id, traceOf(request.headers));
    if (subject === undefined)
      throw new RequestError(
        502,
        `The subject service has no subject ${String(student.subject_id)}.`,
      );
    return { ...student, subject };
  });
}

function traceOf(headers: Readonly<Record<string, unknown>>): string | undefined {
  const trace = headers["x-amzn-trace-id"];
  return typeof trace === "string" ? trace : undefined;
}
