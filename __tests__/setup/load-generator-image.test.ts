import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildLocalBaseImage } from "../../services/kit/testing/local-base-image";
import { isInstalled, run } from "../../services/kit/testing/run";
import { projectRoot } from "../../tools/project-root";

/** Why images cannot be built here, or undefined. */
function whyNot(): string | undefined {
  if (process.platform !== "linux") return "images are built on Linux only";
  if (process.getuid?.() !== 0) return "building an image needs root";
  const missing = ["buildah", "ldd", "npm"].filter((command) => !isInstalled(command));
  return missing.length > 0 ? `not installed: ${missing.join(", ")}` : undefined;
}

const reason = whyNot();
const name = "the image of the load generator is built from its context, and starts its program";

(reason === undefined ? test : test.skip)(
  reason === undefined ? name : `${name}: ${reason}`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), "load-generator-"));
    const places = ["--root", join(folder, "root"), "--runroot", join(folder, "run")];
    const buildah = (...args: string[]) =>
      run("buildah", ["--storage-driver", "vfs", ...places, ...args]);
    try {
      const base = process.env.BASE_IMAGE ?? buildLocalBaseImage(buildah, folder);
      const context = join(projectRoot(), "tools");
      const dockerfile = join(context, "load-test/task/Dockerfile");
      const files = ["--file", dockerfile, "--ignorefile", `${dockerfile}.dockerignore`];
      const options = ["--isolation", "chroot", "--build-arg", `BASE_IMAGE=${base}`, ...files];
      buildah("build", ...options, "--tag", "localhost/load-generator", context);
      const described = buildah("inspect", "--type", "image", "localhost/load-generator");
      const { config } = (
        JSON.parse(described) as { OCIv1: { config: { User: string; Cmd: readonly string[] } } }
      ).OCIv1;
      expect(config).toMatchObject({ User: "1000:1000", Cmd: ["node", "/app/main.cjs"] });
      const container = buildah("from", "localhost/load-generator");
      expect(readdirSync(join(buildah("mount", container), "app"))).toEqual(["main.cjs"]);
      const start = ["run", "--isolation", "chroot", container, ...config.Cmd];
      expect(() => buildah(...start)).toThrow("RUN must be set.");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
