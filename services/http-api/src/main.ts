import { run } from "@services/kit/program";
import { createHttpApi, readHttpApiSettings } from "./server";

run(readHttpApiSettings, createHttpApi);
