import { RequestError } from "@services/kit/request-error";
import type { FastifyInstance } from "fastify";
import { bodySchema, emailField, idField, readId, textField } from "./body-fields";
import type { Database } from "./database";
import { DuplicateError } from "./database-errors";
import type { SubjectClient } from "./subject-client";

interface NewStudent {
  readonly name: string;
  readonly email: string;
  readonly subject_id: number;
}

interface Student extends NewStudent {
  readonly student_id: number;
  readonly created_at: string;
}

const body = bodySchema({ name: textField(100), email: emailField, subject_id: idField }, [
  "name",
  "email",
  "subject_id",
]);

export function addStudentRoutes(
  server: FastifyInstance,
  database: () => Database,
  subjects: SubjectClient,
): void {
  server.post<{ Body: NewStudent }>("/student", { schema: { body } }, async (request, reply) => {
    // Validates first, so that no other service is called for a record that cannot be stored.
    const students = database();
    const subjectId = request.body.subject_id;
    if ((await subjects.find(subjectId, traceOf(request.headers))) === undefined)
      throw new RequestError(422, `There is no subject ${String(subjectId)}.`);
    return reply.code(201).send(await storeStudent(students, request.body));
  });

  server.get<{ Params: { id: string } }>("/student/:id", async (request) => {
    const id = readId(request.params.id);
    const student = id === undefined ? undefined : await findStudent(database(), id);
    if (student === undefined) throw new RequestError(404, "There is no such student.");
    const { subject_id } = student;
    const subject = await subjects.find(subject_id, traceOf(request.headers));
    if (subject === undefined)
      throw new RequestError(502, `The subject service has no subject ${String(subject_id)}.`);
    return { ...student, subject };
  });
}

/** @throws RequestError 409 if another student has the address */
async function storeStudent(database: Database, student: NewStudent): Promise<Student> {
  const { name, email, subject_id } = student;
  // Whole seconds, as in the column, so that the response equals that of a later GET.
  const createdAt = new Date(Math.floor(Date.now() / 1000) * 1000);
  try {
    const student_id = await database.insert(
      "INSERT INTO student (name, email, subject_id, created_at) VALUES (?, ?, ?, ?)",
      [name, email, subject_id, createdAt],
    );
    return { student_id, name, email, subject_id, created_at: createdAt.toISOString() };
  } catch (error) {
    if (!(error instanceof DuplicateError)) throw error;
    throw new RequestError(409, "A student with this email already exists.");
  }
}

async function findStudent(database: Database, id: number): Promise<Student | undefined> {
  const [row] = await database.read<Omit<Student, "created_at"> & { readonly created_at: Date }>(
    "SELECT student_id, name, email, subject_id, created_at FROM student WHERE student_id = ?",
    [id],
  );
  return row && { ...row, created_at: row.created_at.toISOString() };
}

function traceOf(headers: Readonly<Record<string, unknown>>): string | undefined {
  const trace = headers["x-amzn-trace-id"];
  return typeof trace === "string" ? trace : undefined;
}
