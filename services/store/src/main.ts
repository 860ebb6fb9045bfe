import { run } from "@services/kit/program";
import { createStore } from "./server";
import { readStoreSettings } from "./settings";

run(readStoreSettings, createStore);
