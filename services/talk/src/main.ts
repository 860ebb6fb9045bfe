import { run } from "@services/kit/program";
import { createTalk, readTalkSettings } from "./server";

run(readTalkSettings, createTalk);
