import { dev } from "../fixtures/environments/dev";
import { synthEnvironments } from "../support/environments";
it("prints", () => {
  const { stacks } = synthEnvironments({ dev: { ...dev, loadTest: undefined, notificationEmail: "a@example.com", systems: { "http-scale-out": { image: { kind: "repository", build: {} }, objectives: {availability: 99.9} } }, pipelines: { "http-scale-out": { source: { kind: "connection", repository: "acme/shop", filePaths: ["services/**"] }, architectures: ["x86_64", "arm64"] } } } });
  require("node:fs").writeFileSync("/tmp/pl/try/stack.json", JSON.stringify(stacks["pipeline-http-scale-out-dev"]!.json, null, 1));
  console.log(Object.keys(stacks));
});
