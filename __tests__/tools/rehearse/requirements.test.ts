import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { missingTools } from "../../../tools/rehearse/requirements";

let folder: string;
const path = process.env.PATH;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "requirements-"));
  process.env.PATH = folder;
});

afterEach(() => {
  process.env.PATH = path;
  rmSync(folder, { recursive: true });
});

/** Puts a program on the PATH that prints `output` and ends with `exitCode`. */
function install(name: string, output: string, exitCode = 0): void {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\necho '${output}'\nexit ${exitCode}\n`);
  chmodSync(file, 0o755);
}

const reasons = (): string[] => missingTools().map(({ tool, reason }) => `${tool}: ${reason}`);

test("is content with tools that are new enough", () => {
  install("terraform", '{"terraform_version":"1.11.4"}');
  install("python3", "3.12.1");
  expect(missingTools()).toEqual([]);
});

test("names each tool that is not there, and how to get it", () => {
  expect(reasons()).toEqual([
    "terraform: there is no terraform on the PATH",
    "python: there is no python3 on the PATH",
  ]);
  for (const { howToEnable } of missingTools()) expect(howToEnable).toMatch(/^Install /);
});

test("names tools that are too old", () => {
  install("terraform", '{"terraform_version":"1.9.8"}');
  install("python3", "3.9.2");
  expect(reasons()).toEqual([
    "terraform: terraform on the PATH is 1.9.8",
    "python: python3 on the PATH is 3.9.2",
  ]);
});

test("names a Python that can make no virtual environment", () => {
  install("terraform", '{"terraform_version":"2.0.0"}');
  install("python3", "", 1);
  expect(reasons()).toEqual(["python: python3 has no venv or no ensurepip module"]);
});
