import { buildLocalBaseImage } from "@services/kit/testing/local-base-image";
import type { Owner } from "@services/kit/testing/program";
import { isInstalled, run } from "@services/kit/testing/run";
import assert from "node:assert/strict";
import { spawn, spawnSync, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { after, before, describe, test } from "node:test";
import { programs } from "./programs";

interface ImageConfig {
  readonly User: string;
  readonly Cmd: readonly string[];
  readonly Env: readonly string[];
  readonly ExposedPorts: Readonly<Record<string, unknown>>;
}

type ContainerProcess = ChildProcessByStdio<null, Readable, null>;

describe("images", { skip: whyNot(), timeout: 600_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "images-"));
  let base: string;
  before(() => {
    base = process.env.BASE_IMAGE ?? buildLocalBaseImage(buildah, folder);
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Isolates the tests from the user's images. */
  function buildah(...args: string[]): string {
    const places = ["--root", join(folder, "root"), "--runroot", join(folder, "run")];
    return run("buildah", ["--storage-driver", "vfs", ...places, ...args]);
  }

  for (const { name, environment, port, path, answer, megabytes, lines } of programs)
    describe(`the image of ${name}`, () => {
      let config: ImageConfig;
      let root: string;
      before(() => {
        const image = `localhost/${name}`;
        const file = [
          "--file",
          `${name}/Dockerfile`,
          "--ignorefile",
          `${name}/Dockerfile.dockerignore`,
        ];
        const options = ["--isolation", "chroot", "--build-arg", `BASE_IMAGE=${base}`, ...file];
        buildah("build", ...options, "--tag", image, ".");
        const description = buildah("inspect", "--type", "image", image);
        config = (JSON.parse(description) as { OCIv1: { config: ImageConfig } }).OCIv1.config;
        root = buildah("mount", buildah("from", image));
      });

      /** A process group, which is ended with its test. */
      function startContainer(owner: Owner, command: readonly string[]): ContainerProcess {
        const script = ["sh", "kit/testing/container.sh", root, config.User];
        // The commands that build a container also need this machine's folders.
        const { PATH = "", ...variables } = variablesOf(config);
        const env = { ...variables, ...environment, PATH: `${PATH}:/usr/sbin:/sbin` };
        const container = spawn("unshare", ["--net", "--mount", ...script, ...command], {
          env,
          stdio: ["ignore", "pipe", "inherit"],
          detached: true,
        });
        owner.after(() => {
          if (container.exitCode === null && container.pid !== undefined)
            process.kill(-container.pid, "SIGKILL");
        });
        return container;
      }

      test("starts node without a shell, as a user that is a number and not root", () => {
        assert.deepEqual(config.Cmd, ["node", "/app/main.cjs"]);
        assert.match(config.User, /^[1-9]\d*:[1-9]\d*$/);
        assert.ok(config.Env.includes("NODE_ENV=production"));
        assert.deepEqual(Object.keys(config.ExposedPorts), [`${String(port)}/tcp`]);
      });

      test(`adds one file of less than ${String(megabytes)} MB to its base`, () => {
        assert.deepEqual(readdirSync(join(root, "app")), ["main.cjs"]);
        assert.ok(statSync(join(root, "app/main.cjs")).size < megabytes * 1_000_000);
        assert.ok(!readdirSync(root).includes("build"));
      });

      const mark = lines.listening === undefined ? "" : `[${lines.listening}] `;
      test(
        `${mark}listens on ${String(port)} and answers, without privileges, on a read-only root file system`,
        { timeout: 30_000 },
        async (t) => {
          const container = startContainer(t, config.Cmd);
          let log = "";
          container.stdout.on("data", (chunk: Buffer) => (log += chunk.toString()));
          while (!log.includes(`Server listening at http://127.0.0.1:${String(port)}`))
            await once(container.stdout, "data");

          const within = ["--net", "--target", String(container.pid), process.execPath, "-e"];
          const url = `http://127.0.0.1:${String(port)}${path}`;
          const ask = `fetch("${url}").then(async (answer) => console.log(answer.status, await answer.text()))`;
          assert.match(run("nsenter", [...within, ask]), answer);
          const status = run("cat", [`/proc/${String(container.pid)}/status`]);
          assert.match(status, /^Uid:\t1000\t1000\t1000\t1000$/m);
          assert.match(status, /^CapEff:\t0+$/m);

          container.kill("SIGTERM");
          const [exitCode] = (await once(container, "exit")) as [number | null];
          assert.equal(exitCode, 0);
        },
      );

      test("the container of these tests can't be written to, or else they prove nothing", async (t) => {
        const write = `require("node:fs").writeFileSync("/tmp/file", "")`;
        const program = `try { ${write} } catch ({ code }) { console.log(code) }`;
        const output = await startContainer(t, ["node", "-e", program]).stdout.toArray();
        assert.equal(Buffer.concat(output as Buffer[]).toString(), "EROFS\n");
      });
    });
});

function variablesOf(config: ImageConfig): Readonly<Record<string, string>> {
  const variables: Record<string, string> = {};
  for (const entry of config.Env) {
    const [name = "", ...value] = entry.split("=");
    variables[name] = value.join("=");
  }
  return variables;
}

/** @returns the reason why images cannot be built here, or false */
function whyNot(): string | false {
  if (process.platform !== "linux") return "images are built on Linux only";
  if (process.getuid?.() !== 0)
    return "building an image and running it apart from this system needs root";
  const missing = ["buildah", "unshare", "nsenter", "ip", "ldd", "npm"].filter(
    (command) => !isInstalled(command),
  );
  if (missing.length > 0) return `not installed: ${missing.join(", ")}`;
  const unshare = spawnSync("unshare", ["--net", "--mount", "true"], { encoding: "utf8" });
  return unshare.status !== 0 && `this system gives no namespaces: ${unshare.stderr.trim()}`;
}
