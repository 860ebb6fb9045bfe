import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { whyHolderMayLive } from "../../../../tools/rehearse/recover/lock";

const lock = { ID: "1", Operation: "OperationTypeApply", Who: `me@${hostname()}`, Created: "now" };

test("a holder on another machine cannot be looked into", () => {
  const elsewhere = { ...lock, Who: "me@elsewhere.example.com" };
  expect(whyHolderMayLive(elsewhere, "web-dev")).toBe(
    "it runs on elsewhere.example.com, which cannot be looked into from here",
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
  const child = spawn(terraform, ["60"], { cwd: join(folder, stack), stdio: "ignore" });
  try {
    await once(child, "spawn");
    expect(whyHolderMayLive(lock, stack)).toContain(`process ${child.pid}`);
    expect(whyHolderMayLive(lock, `${stack}-2`)).toBeUndefined();
  } finally {
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
    rmSync(folder, { recursive: true });
  }
  expect(whyHolderMayLive(lock, stack)).toBeUndefined();
});

test("a Terraform in a folder that cannot be found out may be the holder, one in another's is not", () => {
  const running = { processId: 7, command: "terraform apply" };
  expect(whyHolderMayLive(lock, "web-dev", () => [running])).toBe(
    "process 7 (terraform apply) is still running",
  );
  const elsewhere = { ...running, folder: "/srv/stacks/web-prod" };
  expect(whyHolderMayLive(lock, "web-dev", () => [elsewhere])).toBeUndefined();
});
