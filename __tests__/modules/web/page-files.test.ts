import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformStack } from "cdktf";
import { Page } from "../../../modules/web/page";
import { PageFiles } from "../../../modules/web/page-files";
import { synth } from "../../support/synth";

const folder = mkdtempSync(join(tmpdir(), "page-files-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function built(name: string, files: Readonly<Record<string, string>>): string {
  const dist = join(folder, name);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(dist, path, ".."), { recursive: true });
    writeFileSync(join(dist, path), content);
  }
  return dist;
}

const dist = built("dist", {
  "index.html": "<!doctype html>",
  "assets/index-BeYdoOiw.js": "run()",
  "assets/style.css": "p {}",
  "settings.json": "{}",
});

describe("page files", () => {
  it("are sorted, know their types, and leave the settings of a developer's machine out", () => {
    const { files } = new PageFiles(dist);
    expect(files.map(({ path, contentType }) => [path, contentType])).toEqual([
      ["assets/index-BeYdoOiw.js", "text/javascript; charset=utf-8"],
      ["assets/style.css", "text/css; charset=utf-8"],
      ["index.html", "text/html; charset=utf-8"],
    ]);
  });

  it("[2026-11 C19] have the type that a browser asks for, whatever kind they are of", () => {
    const extensions = [
      "MJS",
      "mjs",
      "wasm",
      "jpg",
      "gif",
      "webp",
      "avif",
      "woff",
      "pdf",
      "xml",
      "mp4",
    ];
    const names = [...extensions.map((extension) => `a.${extension}`), "LICENSE", "b.unheardof"];
    const { files } = new PageFiles(
      built("kinds", Object.fromEntries(names.map((name) => [name, ""]))),
    );
    expect(Object.fromEntries(files.map(({ path, contentType }) => [path, contentType]))).toEqual({
      LICENSE: "application/octet-stream",
      "a.MJS": "text/javascript; charset=utf-8",
      "a.avif": "image/avif",
      "a.gif": "image/gif",
      "a.jpg": "image/jpeg",
      "a.mjs": "text/javascript; charset=utf-8",
      "a.mp4": "video/mp4",
      "a.pdf": "application/pdf",
      "a.wasm": "application/wasm",
      "a.webp": "image/webp",
      "a.woff": "font/woff",
      "a.xml": "application/xml",
      "b.unheardof": "application/octet-stream",
    });
  });

  it("have a hash that changes with their content", () => {
    const hash = (content: string) =>
      new PageFiles(built(`one-${content}`, { "index.html": content })).files[0]!.hash;
    expect(hash("one")).not.toBe(hash("other"));
    expect(hash("one")).toBe(hash("one"));
  });

  it("are copied in place of what is there", () => {
    const target = built("target", { "old.js": "old" });
    new PageFiles(dist).copyTo(target);
    expect(readdirSync(target).sort()).toEqual(["assets", "index.html"]);
  });

  it("are none where the folder is not", () => {
    expect(new PageFiles(join(folder, "nowhere")).files).toEqual([]);
  });
});

describe("page", () => {
  const published = (files: string | undefined) => {
    let warnings: string[] = [];
    const json = synth((stack) => {
      const page = new Page(stack, "page", { name: "shop-dev" });
      page.publish({
        files: files === undefined ? undefined : { folder: files, build: "npm run build" },
        settings: { apiUrl: page.origin },
        connectTo: ["https://api.example.com"],
      });
      warnings = TerraformStack.of(page)
        .node.metadata.filter(({ type }) => type.endsWith("warn"))
        .map(({ data }) => String(data));
    });
    return { json, warnings };
  };

  it("uploads documents last, with the policy that they are sent with", () => {
    const objects = published(dist).json.resources("aws_s3_object");
    const byKey = (key: string) => objects.find((object) => object.key === key)!;
    const document = byKey("index.html");
    expect(document.depends_on).toHaveLength(2);
    expect(document.metadata["content-security-policy"]).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; media-src 'self'; manifest-src 'self'; worker-src 'self'; connect-src 'self' https://api.example.com; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(document.cache_control).toBe("no-cache");
    expect(byKey("assets/style.css").metadata).toBeUndefined();
  });

  it("[2026-11 C19] lets WebAssembly run where the page has some", () => {
    const wasm = built("wasm", { "index.html": "<!doctype html>", "sum.wasm": "" });
    const objects = published(wasm).json.resources("aws_s3_object");
    const document = objects.find(({ key }) => key === "index.html")!;
    expect(document.metadata["content-security-policy"]).toContain(
      "script-src 'self' 'wasm-unsafe-eval';",
    );
  });

  it("lets browsers keep what has a hash in its name, and nothing else", () => {
    const caching = Object.fromEntries(
      published(dist)
        .json.resources("aws_s3_object")
        .map(({ key, cache_control: cache }) => [key as string, cache as string]),
    );
    expect(caching).toEqual({
      "assets/index-BeYdoOiw.js": "public, max-age=31536000, immutable",
      "assets/style.css": "no-cache",
      "index.html": "no-cache",
      "settings.json": "no-cache",
    });
  });

  it("names files by paths within the stack's folder, which hold nothing of this machine", () => {
    const { json } = published(dist);
    for (const { key, source } of json.resources("aws_s3_object")) {
      if (key === "settings.json") continue;
      expect(source).toBe(`\${path.module}/assets/page/${key as string}`);
    }
    expect(json.text).not.toContain(folder);
  });

  it("says what to run where the files were not built, and writes its settings all the same", () => {
    const { json, warnings } = published(join(folder, "nowhere"));
    expect(warnings).toEqual([
      expect.stringMatching(/is empty\. Run `npm run build`, and synthesize again\./),
    ]);
    expect(json.resource("aws_s3_object").key).toBe("settings.json");
    expect(published(undefined).warnings).toEqual([]);
  });
});
