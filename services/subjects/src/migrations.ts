/** Whose tables these are: the name of the lock and of the table that holds the version. */
export const owner = "subject";

/**
 * The steps to the tables that the program expects, in their order; a step that was once released is never changed.
 * Each is one statement that can be run again: MySQL ends a transaction at such statements, so that a program that is
 * killed after one may not have written down that it is done.
 */
export const migrations: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS subject (
    subject_id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name VARCHAR(100) NOT NULL,
    teacher VARCHAR(100)
  ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin`,
];
