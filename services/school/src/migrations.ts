/** How the tables of a program are created. */
export interface Migrations {
  /** The owner of the tables: the name of the lock and of the table that stores the version. */
  readonly owner: string;
  /**
   * The steps that create the tables, in order. Never change a released step. Each step is one statement that can run
   * again, because MySQL commits at such statements: a program that is killed after one may not have recorded it.
   */
  readonly steps: readonly string[];
  /** The privileges that requests need on each table. */
  readonly rights: Readonly<Record<string, readonly ("SELECT" | "INSERT")[]>>;
}

export const migrations: Readonly<Record<"students" | "subjects", Migrations>> = {
  students: {
    owner: "student",
    rights: { student: ["SELECT", "INSERT"] },
    steps: [
      // Addresses are plain ASCII, for which this collation ignores only case. There is no foreign key across services.
      `CREATE TABLE IF NOT EXISTS student (
        student_id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
        name VARCHAR(100) NOT NULL,
        email VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL UNIQUE,
        subject_id INT NOT NULL,
        created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
      ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin`,
    ],
  },
  subjects: {
    owner: "subject",
    rights: { subject: ["SELECT", "INSERT"] },
    steps: [
      `CREATE TABLE IF NOT EXISTS subject (
        subject_id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
        name VARCHAR(100) NOT NULL,
        teacher VARCHAR(100)
      ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin`,
    ],
  },
};
