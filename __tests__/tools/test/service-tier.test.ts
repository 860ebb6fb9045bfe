import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { foldersWithTests } from "../../../tools/test/service-tier";

describe("the folders that the service tier tests", () => {
  const root = mkdtempSync(join(tmpdir(), "service-tier-"));
  const addPackage = (folder: string) => {
    mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, folder, "package.json"), "{}");
  };

  afterAll(() => {
    rmSync(root, { recursive: true });
  });

  it("are the services that are packages, and the page once there is one", () => {
    addPackage("services/a");
    mkdirSync(join(root, "services/notes"));
    expect(foldersWithTests(root)).toEqual([join("services", "a")]);
    addPackage("web");
    expect(foldersWithTests(root)).toEqual([join("services", "a"), "web"]);
  });

  it("are all of this project's", () => {
    const folders = foldersWithTests(".");
    expect(folders).toEqual(expect.arrayContaining([join("services", "food-store"), "web"]));
  });
});
