import type { Database } from "./database";
import { DuplicateError } from "./database-errors";
import { RequestError } from "./request-error";

export interface NewStudent {
  readonly name: string;
  readonly email: string;
  readonly subject_id: number;
}

export interface Student extends NewStudent {
  readonly student_id: number;
  readonly created_at: string;
}

type StudentRow = Omit<Student, "created_at"> & { readonly created_at: Date };

/** @throws RequestError 409 when another student has the address */
export async function storeStudent(database: Database, student: NewStudent): Promise<Student> {
  const { name, email, subject_id } = student;
  // Whole seconds, as the column holds them: the answer is what a later GET gives.
  const createdAt = new Date(Math.floor(Date.now() / 1000) * 1000);
  try {
    const student_id = await database.insert(
      "INSERT INTO student (name, email, subject_id, created_at) VALUES (?, ?, ?, ?)",
      [name, email, subject_id, createdAt],
    );
    return { student_id, name, email, subject_id, created_at: createdAt.toISOString() };
  } catch (error) {
    if (!(error instanceof DuplicateError)) throw error;
    throw new RequestError(409, "There is a student with this email already.");
  }
}

export async function findStudent(database: Database, id: number): Promise<Student | undefined> {
  const [row] = await database.read(
    "SELECT student_id, name, email, subject_id, created_at FROM student WHERE student_id = ?",
    [id],
  );
  if (row === undefined) return undefined;
  const { created_at, ...student } = row as unknown as StudentRow;
  return { ...student, created_at: created_at.toISOString() };
}
