import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Emulator } from "../../tools/rehearse/emulator/emulator";
import { pythonEnvironment } from "../../tools/process/python-environment";
import { Workplace } from "../../tools/rehearse/life/workplace";
import { projectRoot } from "../../tools/project-root";

const workplace = Workplace.create();
const logFile = join(workplace.folder, "emulator.log");

afterAll(() => {
  workplace.remove();
});

test("lists resources created since its seed, without deleted ones", async () => {
  const emulator = await Emulator.start({ logFile });
  try {
    await emulator.seed({ hostedZones: [{ id: "Z0123EXAMPLE", name: "example.com" }] });
    expect(await emulator.inventory()).toEqual({});
    await callBucket(emulator, "PUT");
    expect(await emulator.inventory()).toMatchObject({ "s3.FakeBucket": ["logs"] });
    await callBucket(emulator, "DELETE");
    expect(await emulator.inventory()).toEqual({});
  } finally {
    await emulator.stop();
  }
});

test("lists its resources by Terraform type, and removes the given ones", async () => {
  const emulator = await Emulator.start({ logFile });
  try {
    await callBucket(emulator, "PUT");
    const resources = await emulator.resources();
    expect(resources).toEqual([
      expect.objectContaining({
        type: "aws_s3_bucket",
        importId: "logs",
        arguments: { bucket: "logs" },
      }),
    ]);
    await emulator.remove(resources);
    expect(await emulator.inventory()).toEqual({});
  } finally {
    await emulator.stop();
  }
});

test("keeps in sight what was there before a later seed", async () => {
  const emulator = await Emulator.start({ logFile });
  try {
    await callBucket(emulator, "PUT");
    await emulator.seed({ hostedZones: [{ id: "Z0123EXAMPLE", name: "example.com" }] });
    expect(await emulator.inventory()).toMatchObject({ "s3.FakeBucket": ["logs"] });
  } finally {
    await emulator.stop();
  }
});

test("outlives whoever started it when it is told to", async () => {
  const emulator = await Emulator.start({ logFile, outlivesThisProcess: true });
  try {
    expect(await emulator.inventory()).toEqual({});
    expect(emulator.lostBecause).toBeUndefined();
  } finally {
    process.kill(emulator.processId, "SIGKILL");
  }
});

test("error if a fix to leave out does not exist, with those that do", async () => {
  await expect(Emulator.start({ logFile, withoutFixes: ["nonsense"] })).rejects.toThrow(
    /before it listened[^]*No fix is called nonsense\. There are: .*zone_of_a_vpc_is_not_private/,
  );
});

test("ends when the process that started it does", async () => {
  const program = join(projectRoot(), "tools", "rehearse", "emulator", "serve.py");
  const emulator = spawn(await pythonEnvironment(), [program], {
    stdio: ["pipe", "ignore", "ignore"],
  });
  const ended = once(emulator, "exit");
  emulator.stdin.end();
  expect(await ended).toEqual([0, null]);
});

async function callBucket(emulator: Emulator, method: string): Promise<void> {
  const authorization = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request";
  const { status } = await fetch(`${emulator.endpoint}/logs`, {
    method,
    headers: { authorization },
  });
  expect(status).toBeLessThan(300);
}
