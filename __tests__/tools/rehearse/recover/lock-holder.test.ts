import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { whyHolderMayLive } from "../../../../tools/rehearse/recover/lock";

const locked = () => Promise.resolve(true);
const lock = { ID: "1", Operation: "OperationTypeApply", Who: `me@${hostname()}`, Created: "now" };

test("a holder on another machine cannot be checked", async () => {
  const elsewhere = { ...lock, Who: "me@elsewhere.example.com" };
  expect(await whyHolderMayLive(elsewhere, "web-dev", locked)).toBe(
    "it runs on elsewhere.example.com, which cannot be checked from here",
  );
});

test("a holder is alive while a Terraform runs in a folder of its stack, and gone afterwards", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lock-holder-"));
  const stack = `web-${process.pid}`;
  mkdirSync(join(folder, stack));
  // A program of that name which does nothing for a while.
  const terraform = join(folder, "terraform");
  copyFileSync("/bin/sleep", terraform);
  chmodSync(terraform, 0o755);
  const child = spawn(terraform, ["60"], {
    cwd: join(folder, stack),
    env: { ...process.env, AWS_ENDPOINT_URL: "http://127.0.0.1:4566" },
    stdio: "ignore",
  });
  try {
    await once(child, "spawn");
    const asked: string[] = [];
    await whyHolderMayLive(lock, stack, (endpoint) => Promise.resolve(asked.push(endpoint) > 0));
    expect(asked).toEqual(process.platform === "linux" ? ["http://127.0.0.1:4566"] : []);
    expect(await whyHolderMayLive(lock, stack, locked)).toContain(`process ${child.pid}`);
    expect(await whyHolderMayLive(lock, `${stack}-2`, locked)).toBeUndefined();
  } finally {
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
    rmSync(folder, { recursive: true });
  }
  expect(await whyHolderMayLive(lock, stack, locked)).toBeUndefined();
});

describe("of the Terraforms that run", () => {
  const running = { processId: 7, command: "terraform apply" };
  const at = "http://127.0.0.1:4566";
  const whyMayLive = (terraform: typeof running & { endpoint?: string; folder?: string }) =>
    whyHolderMayLive(
      lock,
      "web-dev",
      (endpoint) => Promise.resolve(endpoint === at),
      () => [terraform],
    );

  test.each([
    ["one in a folder that cannot be found out", running],
    ["one in a folder of the stack", { ...running, folder: "/srv/stacks/web-dev" }],
    ["one at the emulator that has the lock", { ...running, endpoint: at }],
  ])("%s may be the holder", async (_, terraform) => {
    expect(await whyMayLive(terraform)).toBe("process 7 (terraform apply) is still running");
  });

  test.each([
    ["one in the folder of another stack", { ...running, folder: "/srv/stacks/web-prod" }],
    ["one at another emulator", { ...running, endpoint: "http://127.0.0.1:4567" }],
    ["one that only reads", { ...running, command: "terraform -chdir=x show -json tfplan" }],
  ])("%s is not the holder", async (_, terraform) => {
    expect(await whyMayLive(terraform)).toBeUndefined();
  });
});
