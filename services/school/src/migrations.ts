/** How the tables of a program come about. */
export interface Migrations {
  /** Whose tables these are: the name of the lock and of the table that holds the version. */
  readonly owner: string;
  /**
   * The steps to the tables that the program expects, in their order; a step that was once released is never changed.
   * Each is one statement that can be run again: MySQL ends a transaction at such statements, so that a program that is
   * killed after one may not have written down that it is done.
   */
  readonly steps: readonly string[];
  /** What requests need to do with which table. */
  readonly rights: Readonly<Record<string, readonly ("SELECT" | "INSERT")[]>>;
}

export const migrations: Readonly<Record<"students" | "subjects", Migrations>> = {
  students: {
    owner: "student",
    rights: { student: ["SELECT", "INSERT"] },
    steps: [
      // Addresses are plain ASCII, for which this collation tells apart all but capitals. No foreign key across services.
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
