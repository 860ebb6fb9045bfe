import assert from "node:assert/strict";
import { get, post } from "@services/kit/testing/json";
import { Peer } from "./peer";
import type { Owner } from "@services/kit/testing/program";
import { studentService, upToDate } from "./programs";

/** One lookup at the subject service. */
export const timeoutMs = 2_000;

export interface StudentProgram {
  readonly url: string;
  /** Path of a student whose subject is looked up. */
  readonly path: string;
  /** Its subject service, which has received no request yet. */
  readonly peer: Peer;
}

let students = 0;

/** Starts a new program with a student, so that no test is affected by a circuit that another test opened. */
export async function startWithStudent(
  owner: Owner,
  environment: Readonly<Record<string, string>>,
): Promise<StudentProgram> {
  const peer = await Peer.start(owner);
  const program = await studentService.start(owner, { ...environment, PEER_URL: peer.url });
  await program.logged(upToDate);
  students += 1;
  const student = { name: "Anna", email: `anna-${String(students)}@example.com`, subject_id: 1 };
  const { status, body } = await post(`${program.url}/student`, student);
  assert.equal(status, 201);
  peer.requests.length = 0;
  return { url: program.url, path: `${program.url}/student/${String(body.student_id)}`, peer };
}

export async function timed(
  path: string,
): Promise<{ readonly status: number; readonly ms: number }> {
  const started = performance.now();
  const { status } = await get(path);
  return { status, ms: performance.now() - started };
}
