import type { Database } from "./database";

export interface NewSubject {
  readonly name: string;
  readonly teacher?: string | null;
}

export interface Subject {
  readonly subject_id: number;
  readonly name: string;
  readonly teacher: string | null;
}

export async function storeSubject(database: Database, subject: NewSubject): Promise<Subject> {
  const { name, teacher = null } = subject;
  const sql = "INSERT INTO subject (name, teacher) VALUES (?, ?)";
  const subject_id = await database.insert(sql, [name, teacher]);
  return { subject_id, name, teacher };
}

export async function findSubject(database: Database, id: number): Promise<Subject | undefined> {
  const sql = "SELECT subject_id, name, teacher FROM subject WHERE subject_id = ?";
  const [row] = await database.read(sql, [id]);
  return row as Subject | undefined;
}
