import { ProgramStarter, type LogLine } from "@services/kit/testing/program";

/** Settings with which the program starts but reaches neither a database nor a peer, because these ports are closed. */
const nowhere = {
  DB_HOST: "127.0.0.1",
  DB_PORT: "1",
  DB_NAME: "school",
  DB_USER: "service",
  DB_PASSWORD: "a-password-that-no-log-may-show",
};
export const withoutDatabase = {
  students: { ...nowhere, RUN_AS: "students", PEER_URL: "http://127.0.0.1:1" },
  subjects: { ...nowhere, RUN_AS: "subjects" },
} as const;

export const studentService = new ProgramStarter("school", { RUN_AS: "students" });
export const subjectService = new ProgramStarter("school", { RUN_AS: "subjects" });

export const upToDate = (line: LogLine) => line.msg === "tables are up to date";
