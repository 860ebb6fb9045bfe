import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** A service uses nothing from outside of its folder, so that what they share is there once in each. */
const services = join(__dirname, "../../services");
const read = (service: string, file: string) => readFileSync(join(services, service, file), "utf8");

const plumbing = ["src/main.ts", "src/lifecycle.ts", "src/request-log.ts", "tsconfig.json"];
const copies = [
  "daemon-api",
  "talk",
  "speaker",
  "food-store",
  "pet-store",
  "students",
  "subjects",
].flatMap((service) =>
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

test("[http-api 32] pet-store is the program of food-store, tests and all, but for src/store.ts", () => {
  const files = filesOf("food-store");
  expect(filesOf("pet-store")).toEqual(files);
  const differing = files.filter((file) => read("food-store", file) !== read("pet-store", file));
  expect(differing).toEqual(["README.md", "package-lock.json", "package.json", "src/store.ts"]);
  for (const file of ["package.json", "package-lock.json"])
    expect(nameless(read("pet-store", file))).toBe(nameless(read("food-store", file)));
});

test("[rest-api 34] students and subjects are one program but for what they keep and ask", () => {
  const own =
    /^src\/(migrations|routes|settings|students|subjects|subject-client|retry-budget)\.ts$/;
  const shared = (service: string) =>
    filesOf(service).filter((file) => file.startsWith("src/") && !own.test(file));
  expect(shared("subjects")).toEqual(shared("students"));
  // What only the tests of students need isn't there in subjects; what is there is the same.
  const support = filesOf("subjects").filter((file) => file.startsWith("test/support/"));
  for (const file of [...shared("subjects"), ...support, "Dockerfile", "test/dockerfile.test.ts"])
    expect([file, read("subjects", file)]).toEqual([file, read("students", file)]);
});

test("[rest-api 29] the image of students is made, and tried, as that of http-api is", () => {
  const support = ["container.sh", "local-base-image.ts", "run.ts"].map(
    (file) => `test/support/${file}`,
  );
  for (const file of ["Dockerfile", ...support])
    expect([file, read("students", file)]).toEqual([file, read("http-api", file)]);
});

/** Without what is made from them. */
function filesOf(service: string): string[] {
  return readdirSync(join(services, service), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(join(services, service), join(parentPath, name)))
    .filter((file) => !/^(node_modules|dist|reports)\b/.test(file))
    .sort();
}

function nameless(text: string): string {
  return text.replace(/"(food|pet)-store"|The (food|pet) store/g, "");
}
