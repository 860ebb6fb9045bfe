import { dev } from "../fixtures/environments/dev";
import { synthEnvironments } from "../support/environments";
import { writeFileSync } from "node:fs";

it("x", () => {
  const { stacks } = synthEnvironments({ dev: { ...dev, systems: { "http-scale-out": { previews: {} }, "talk-service": { previews: { routing: { kind: "host", domainName: "preview.example.com" } } } } } });
  writeFileSync("/tmp/p.json", JSON.stringify(Object.fromEntries(Object.entries(stacks).map(([k, v]) => [k, v.json])), null, 1));
});
