import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readOverrides } from "../../../tools/simulate/overrides";
import { readParametersFile } from "../../../tools/simulate/parameters-file";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "parameters-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function file(content: string): string {
  const name = join(folder, "service.json");
  writeFileSync(name, content);
  return name;
}

test("parameters of a file replace defaults, and --assume replaces those of the file", () => {
  const parameters = file('{"measured":"1","parameters":{"cpuMsPerRequest":12,"ioWaitMs":3}}');
  const read = readOverrides({ parameters, assume: { ioWaitMs: "7" }, set: {}, share: {} });
  expect(read.parameters).toMatchObject({ cpuMsPerRequest: 12, ioWaitMs: 7, workersPerTask: 1 });
});

test.each([
  ["{", /must be JSON/],
  ["[]", /must have an object `parameters`/],
  ['{"parameters":3}', /must have an object `parameters`/],
  [
    '{"parameters":{"cpuMsPerReqest":1,"ioWaitMs":"3","cpuMsPerRequest":0}}',
    /there is no cpuMsPerReqest\. Did you mean[^]*`parameters\.ioWaitMs` must be a number of 0 or more, got "3"\.[^]*`parameters\.cpuMsPerRequest` must be a number above 0, got 0\./,
  ],
])("%s is refused", (content, message) => {
  expect(() => readParametersFile(file(content))).toThrow(message);
});

test("a file that is not there is named", () => {
  expect(() => readParametersFile("nowhere.json")).toThrow("there is no file nowhere.json");
});
