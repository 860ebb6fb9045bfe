import { dev } from "./dev";
import { prod } from "./prod";
import { staging } from "./staging";

/** Every environment that a synth writes; a further one is a file like dev.ts and a name here. */
export const environments = { dev, staging, prod };
