/**
 * Every environment that a synth writes. For another one, copy a file and add its line: the name in the line is the
 * environment's.
 */
export { default as dev } from "./dev";
export { default as staging } from "./staging";
export { default as prod } from "./prod";
