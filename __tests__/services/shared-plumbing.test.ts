import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A service uses nothing from outside of its folder, so that what they share is there once in each. */
const services = join(__dirname, "../../services");
const read = (service: string, file: string) => readFileSync(join(services, service, file), "utf8");

const plumbing = ["src/main.ts", "src/lifecycle.ts", "src/request-log.ts", "tsconfig.json"];
const copies = ["daemon-api", "talk", "speaker"].flatMap((service) =>
  [...plumbing, ".dockerignore", "test/support/connection.ts"].map((file) => [service, file]),
);

test.each(copies)("services/%s has the same %s as http-api", (service, file) => {
  expect(read(service, file)).toBe(read("http-api", file));
});

test("[talk-service 24] speaker is the program of talk but for src/details.ts", () => {
  const files = readdirSync(join(services, "talk/src"));
  expect(readdirSync(join(services, "speaker/src"))).toEqual(files);
  const differing = files.filter(
    (file) => read("talk", `src/${file}`) !== read("speaker", `src/${file}`),
  );
  expect(differing).toEqual(["details.ts"]);
  expect(read("speaker", "Dockerfile")).toBe(read("talk", "Dockerfile"));
});
