import type { CommonSettings, Environment } from "@services/kit/settings";
import { readDaemonSettings } from "../daemon-api/src/server";
import { readHttpApiSettings } from "../http-api/src/server";
import { readSchoolSettings } from "../school/src/settings";
import { withoutDatabase } from "../school/test/support/programs";
import { readStoreSettings } from "../store/src/settings";
import { readTalkSettings } from "../talk/src/server";
import { readWorkerSettings } from "../worker/src/settings";

export interface TriedProgram {
  /** Its folder. */
  readonly name: string;
  /** The only variables that it needs to start. */
  readonly environment: Readonly<Record<string, string>>;
  readonly readSettings: (environment: Environment) => CommonSettings;
  readonly port: number;
  /** A path that returns 200. */
  readonly path: string;
  readonly status: 200 | 503;
  /** Text in that response. */
  readonly answer: RegExp;
  /** Maximum size of its bundle. */
  readonly megabytes: number;
  /** Lines of the system descriptions that the tests verify. */
  readonly lines: {
    readonly command?: string;
    readonly image?: string;
    readonly keepAlive?: string;
    readonly options?: string;
    readonly stop?: string;
    readonly listening?: string;
  };
}

export const programs: readonly TriedProgram[] = [
  {
    name: "http-api",
    environment: {},
    readSettings: readHttpApiSettings,
    port: 80,
    path: "/",
    status: 200,
    answer: /^200 Hello, world!/,
    megabytes: 2,
    lines: { image: "http-scale-out 34", listening: "http-scale-out 34" },
  },
  {
    name: "daemon-api",
    environment: {},
    readSettings: readDaemonSettings,
    port: 8080,
    path: "/health",
    status: 200,
    answer: /^200 \{"status":"ok"\}/,
    megabytes: 2,
    lines: { keepAlive: "daemon-api 32" },
  },
  {
    name: "talk",
    environment: { RUN_AS: "talk" },
    readSettings: readTalkSettings,
    port: 8080,
    path: "/health",
    status: 200,
    answer: /^200 \{"status":"UP"\}/,
    megabytes: 2,
    lines: { command: "talk-service 27, 28", options: "talk-service 27", stop: "talk-service 28" },
  },
  {
    name: "store",
    environment: {
      STORE_PATH: "/foodstore/foods",
      STORE_ID_NAME: "foodId",
      DynamoDBTable: "foods",
      AWS_REGION: "us-east-1",
    },
    readSettings: readStoreSettings,
    port: 8080,
    path: "/health",
    status: 200,
    answer: /^200 \{"status":"ok"\}/,
    megabytes: 4,
    lines: { image: "http-api 33", listening: "http-api 33" },
  },
  {
    name: "school",
    environment: withoutDatabase.students,
    readSettings: readSchoolSettings,
    port: 80,
    // It has not connected to a database yet.
    path: "/health-check",
    status: 503,
    answer: /^503 \{"status":"not ready"\}/,
    megabytes: 5,
    lines: { listening: "rest-api 29" },
  },
  {
    name: "worker",
    environment: {
      // Nothing is listening there, so it keeps retrying.
      QUEUE_URL: "http://127.0.0.1:9/000000000000/jobs",
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    },
    readSettings: readWorkerSettings,
    port: 8080,
    path: "/health",
    status: 200,
    answer: /^200 \{"status":"ok"\}/,
    megabytes: 4,
    lines: { image: "worker 24", stop: "worker 25" },
  },
];
