import { run } from "@services/kit/program";
import { createWorker } from "./server";
import { readWorkerSettings } from "./settings";

run(readWorkerSettings, createWorker);
