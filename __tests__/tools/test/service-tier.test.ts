import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { foldersWithTests } from "../../../tools/test/service-tier";

describe("the folders that the service tier tests", () => {
  const root = mkdtempSync(join(tmpdir(), "service-tier-"));
  const addPackage = (folder: string) => {
    mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, folder, "package-lock.json"), "{}");
  };

  afterAll(() => {
    rmSync(root, { recursive: true });
  });

  it("are the workspace, services of their own, and the page once there is one", () => {
    addPackage("services");
    mkdirSync(join(root, "services/notes"));
    expect(foldersWithTests(root)).toEqual(["services"]);
    addPackage("services/shop");
    addPackage("web");
    expect(foldersWithTests(root)).toEqual(["services", join("services", "shop"), "web"]);
  });

  it("are all of this project's", () => {
    expect(foldersWithTests(".")).toEqual(["services", "web"]);
  });
});
