import assert from "node:assert/strict";

export interface Attempt {
  readonly student: { readonly name: string; readonly email: string; readonly subject_id: number };
  readonly status: number;
  readonly id: unknown;
}

type Row = Readonly<Record<string, unknown>>;

/** Records requests and responses, to compare them with the content of the database. */
export class Journal {
  readonly attempts: Attempt[] = [];
  /** Requests with an unknown outcome that did store their student. */
  foundOut = 0;

  /** @returns the number of checked records, each of which belongs to one client */
  check(rows: readonly Row[]): number {
    const byEmail = new Map<unknown, Row[]>();
    for (const row of rows) byEmail.set(row.email, [...(byEmail.get(row.email) ?? []), row]);
    for (const [email, attempts] of this.byEmail()) {
      const stored = byEmail.get(email) ?? [];
      byEmail.delete(email);
      assert.equal(stored.length, 1, `${email} is stored ${String(stored.length)} times`);
      this.checkOne(attempts, stored[0] ?? {});
    }
    assert.deepEqual([...byEmail.keys()], [], "nothing is stored that nobody sent");
    return rows.length;
  }

  statuses(): string {
    const counts = new Map<number, number>();
    for (const { status } of this.attempts) counts.set(status, (counts.get(status) ?? 0) + 1);
    const list = [...counts].sort(([a], [b]) => a - b);
    return `(${list.map(([status, count]) => `${String(count)} x ${String(status)}`).join(", ")})`;
  }

  private checkOne(attempts: readonly Attempt[], row: Row): void {
    const { student_id, ...fields } = row;
    const last = attempts.at(-1);
    assert.deepEqual(fields, last?.student);
    if (last?.status === 201) {
      assert.equal(student_id, last.id);
      return;
    }
    // Rejected as a duplicate: then an earlier attempt with an unknown outcome has stored it.
    assert.ok(
      attempts.some(({ status }) => status === 504),
      `${String(fields.email)} is stored though it was said not to be: ${JSON.stringify(attempts)}`,
    );
    this.foundOut += 1;
  }

  private byEmail(): Map<string, Attempt[]> {
    const byEmail = new Map<string, Attempt[]>();
    for (const attempt of this.attempts) {
      const { email } = attempt.student;
      byEmail.set(email, [...(byEmail.get(email) ?? []), attempt]);
    }
    return byEmail;
  }
}
