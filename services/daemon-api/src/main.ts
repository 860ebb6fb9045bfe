import { run } from "@services/kit/program";
import { createDaemonApi, readDaemonSettings } from "./server";

run(readDaemonSettings, createDaemonApi);
