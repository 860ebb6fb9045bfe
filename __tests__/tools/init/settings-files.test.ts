import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import {
  EnvironmentEditor,
  listedEnvironments,
  withEnvironment,
} from "../../../tools/init/settings-files/environment-editor";
import { FileChanges } from "../../../tools/init/settings-files/file-changes";
import { sourceOf } from "../../../tools/init/settings-files/source";
import { projectRoot } from "../../../tools/project-root";

const shipped = (name: string) => readFileSync(join(projectRoot(), "environments", name), "utf8");
const SERVICES = ["systems", "talk-service", "services"];

describe("editing in place", () => {
  it.each(["dev.ts", "staging.ts", "prod.ts"])(
    "keeps every line of %s, and adds a service",
    async (name) => {
      const before = shipped(name);
      const editor = new EnvironmentEditor(`environments/${name}`, before);
      editor.add(
        [...SERVICES, "shop"],
        { priority: 3, image: { kind: "reference", reference: "a/b:1" } },
        { priority: "After the others." },
      );
      const after = (await editor.text()).split("\n");
      const added = [
        "        shop: {",
        "          // After the others.",
        "          priority: 3,",
        '          image: { kind: "reference", reference: "a/b:1" },',
        "        },",
      ];
      const at = after.indexOf("        shop: {");
      expect(after.slice(at, at + added.length)).toEqual(added);
      after.splice(at, added.length);
      expect(after.join("\n")).toBe(before);
    },
  );

  it("leaves the layout of a file that is not formatted as it is", async () => {
    const before = `export default {region:'us-east-2',   systems: {
        // mine
    "http-scale-out": {} }} as const\n`;
    const editor = new EnvironmentEditor("environments/dev.ts", before);
    editor.add(["systems", "daemon-api"], {});
    const after = await editor.text();
    expect(after).toContain(
      "{region:'us-east-2',   systems: {\n        // mine\n    \"http-scale-out\": {}",
    );
    expect(after).toContain('"daemon-api": {}');
  });

  it("reads names and values, also of a constant and of quoted names", () => {
    const editor = new EnvironmentEditor(
      "e.ts",
      `const dev = { region: "us-east-2", systems: { "a-b": { priority: 3 }, c: {} } };\nexport default dev;\n`,
    );
    expect(editor.namesIn(["systems"])).toEqual(["a-b", "c"]);
    expect(editor.literalAt(["systems", "a-b", "priority"])).toBe(3);
    expect(editor.literalAt(["region"])).toBe("us-east-2");
    expect(editor.has(["systems", "d"])).toBe(false);
  });

  it("refuses what is no object literal, with what to write by hand", () => {
    expect(() => new EnvironmentEditor("environments/dev.ts", "export default make();")).toThrow(
      /environments\/dev\.ts must have an object literal as its default export.*Edit the file yourself/,
    );
    const editor = new EnvironmentEditor(
      "environments/dev.ts",
      "export default { systems: all() };",
    );
    expect(() => {
      editor.add(["systems", "daemon-api"], { stage: "x" });
    }).toThrow(
      'systems must be an object literal for this command to edit it. Add this yourself:\n"daemon-api": { stage: "x", },',
    );
  });

  it("sets a text that there was not after the first setting", async () => {
    const editor = new EnvironmentEditor("environments/dev.ts", shipped("dev.ts"));
    editor.setText(["nameSuffix"], "-qa");
    editor.setText(["state", "bucket"], "other");
    const text = await editor.text();
    expect(text).toContain('  region: "us-east-2",\n  nameSuffix: "-qa",\n');
    expect(text).toContain('bucket: "other"');
  });
});

it("lists an environment once, whatever its name", () => {
  const all = shipped("all.ts");
  expect(listedEnvironments(all)).toEqual(["dev", "staging", "prod"]);
  const more = withEnvironment(withEnvironment(all, "qa"), "qa");
  expect(more).toBe(`${all}export { default as qa } from "./qa";\n`);
  expect(listedEnvironments(withEnvironment(all, "eu-1"))).toContain("eu-1");
});

it("writes texts so that TypeScript reads the same", () => {
  const value = { a: 'quote " and \\ and ${x} `', "b-c": [1, true, "x"], d: {}, e: [] };
  expect(runInNewContext(`(${sourceOf(value)})`)).toEqual(value);
});

describe("changes of files", () => {
  let root: string;
  const read = (path: string) => readFileSync(join(root, path), "utf8");

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "changes-"));
    mkdirSync(join(root, "environments"));
    writeFileSync(join(root, "environments", "dev.ts"), "old");
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  it("keep a copy, and never replace an earlier one", () => {
    const changes = new FileChanges(root);
    expect(changes.keepCopy("environments/dev.ts")).toBe("environments/dev.ts.bak");
    changes.write("environments/dev.ts", "new");
    const again = new FileChanges(root);
    expect(again.keepCopy("environments/dev.ts")).toBe("environments/dev.ts.bak2");
    expect([read("environments/dev.ts.bak"), read("environments/dev.ts.bak2")]).toEqual([
      "old",
      "new",
    ]);
    expect(again.keepCopy("environments/none.ts")).toBeUndefined();
  });

  it("are undone when what decides throws, new files and copies too", async () => {
    const changes = new FileChanges(root);
    changes.keepCopy("environments/dev.ts");
    changes.write("environments/dev.ts", "new");
    changes.write("environments/qa.ts", "new");
    await expect(changes.keepIf(() => Promise.reject(new Error("refused")))).rejects.toThrow(
      "refused",
    );
    expect(readdirSync(join(root, "environments"))).toEqual(["dev.ts"]);
    expect(read("environments/dev.ts")).toBe("old");
  });

  it("stay when it does not", async () => {
    const changes = new FileChanges(root);
    changes.write("environments/dev.ts", "new");
    await changes.keepIf(() => Promise.resolve());
    expect(read("environments/dev.ts")).toBe("new");
    expect(process.listenerCount("SIGINT")).toBe(0);
  });
});
