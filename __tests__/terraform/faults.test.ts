import { hostname } from "node:os";
import { join } from "node:path";
import { Emulator } from "../../tools/rehearse/emulator/emulator";
import { GivenEmulator } from "../../tools/rehearse/emulator/given-emulator";
import { adviceOn } from "../../tools/rehearse/life/advice";
import { sortLeftovers } from "../../tools/rehearse/life/leftovers";
import type { StackRehearsal } from "../../tools/rehearse/life/stack-rehearsal";
import { Workplace } from "../../tools/rehearse/life/workplace";
import { lockOf, recover } from "../../tools/rehearse/recover/recover";
import { countByType, KillableApply } from "./killed-apply";
import { makeStateBucket, rehearsalOf } from "./rehearsed-stack";
import { type Misbehaviour, TcpProxy } from "./tcp-proxy";

const SYSTEM = "http-scale-out-dev";
const SMALL = "http-scale-out-images-dev";

let workplace: Workplace;
let emulator: Emulator;

beforeEach(async () => {
  workplace = Workplace.create();
  emulator = await Emulator.start({ logFile: join(workplace.folder, "emulator.log") });
});

afterEach(async () => {
  await emulator.stop();
  workplace.remove();
});

const failure = (action: Promise<unknown>): Promise<Error> =>
  action.then(
    () => {
      throw new Error("it went through");
    },
    (error: unknown) => error as Error,
  );

async function initialised(name: string, told: string[] = []): Promise<StackRehearsal> {
  const stack = await rehearsalOf(name, workplace, emulator, told);
  await makeStateBucket(stack, emulator);
  await stack.init();
  return stack;
}

test("the second of two applies is refused by the lock, which names its holder", async () => {
  const stack = await initialised(SMALL);
  const first = await stack.terraform.holdApply();
  try {
    const advice = await adviceOn(await failure(stack.apply(true)), emulator);
    expect(advice).toMatch(new RegExp(`Error acquiring the state lock[^]*Who: .*@${hostname()}`));
    expect(advice).toContain("--recover");
    // Somebody is at work: that is no lock to take away.
    expect((await failure(recover([stack], emulator))).message).toMatch(
      /is not released, because process \d+ \(terraform apply .*\) is still running/,
    );
  } finally {
    await first.refuse();
  }
  await stack.apply(true);
});

test("an apply that is killed, twice, is taken up again: nothing is made twice, nothing lost", async () => {
  const told: string[] = [];
  const stack = await initialised(SYSTEM, told);
  const env = workplace.environment(emulator.endpoint);

  const first = new KillableApply(stack, env);
  await first.until(emulator, "aws_iam_role", 2);
  await first.kill();
  const refused = await adviceOn(await failure(stack.apply(false)), emulator);
  expect(refused).toMatch(/Error acquiring the state lock[^]*--recover/);

  // What an impatient user does: take the lock away by hand, and apply again. Names with a prefix are made twice.
  await stack.terraform.forceUnlock((await lockOf(stack, emulator))!.ID);
  const second = new KillableApply(stack, env);
  await second.until(emulator, "aws_iam_role", 4);
  await second.kill();

  await recover([stack], emulator);
  expect(told.join("\n")).toMatch(/freed the lock of .*\(OperationTypeApply, since/);
  expect(told.join("\n")).toMatch(/imports http-api-.* into the state as aws_iam_role\./);
  expect(told.join("\n")).toMatch(/removes aws_iam_role .*, which is in no state/);
  await stack.apply(false);
  await stack.expectNoChange();

  const inState = (await stack.terraform.stateList()).map((address) => address.split(".")[0]);
  const inEmulator = await countByType(emulator);
  for (const [type, count] of Object.entries(inEmulator))
    expect([type, count]).toEqual([type, inState.filter((each) => each === type).length]);
  expect(inEmulator).toMatchObject({ aws_iam_role: 2, aws_security_group: 2, aws_lb: 1 });

  await stack.destroy();
  const { leftBehind } = sortLeftovers(await emulator.inventory(), [stack.json]);
  expect(Object.keys(leftBehind).filter((kind) => !kind.startsWith("s3."))).toEqual([]);
});

test("an emulator that is killed in the middle of an apply ends it with a clean error", async () => {
  const stack = await initialised(SYSTEM);
  const applied = failure(stack.apply(true));
  while ((await countByType(emulator)).aws_iam_role === undefined);
  process.kill(emulator.processId, "SIGKILL");
  const advice = await adviceOn(await applied, emulator);
  expect(advice).toMatch(
    /The emulator is gone: its process ended by SIGKILL[^]*start the rehearsal again/,
  );

  // Started again at the same address, it has forgotten everything.
  const again = await Emulator.start({
    logFile: join(workplace.folder, "again.log"),
    port: Number(new URL(emulator.endpoint).port),
  });
  try {
    const next = await rehearsalOf(SYSTEM, workplace, again);
    const nextAdvice = await adviceOn(await failure(next.init()), again);
    expect(nextAdvice).toContain("The state bucket does not exist");
  } finally {
    await again.stop();
  }
});

describe("a network", () => {
  const through = async (
    misbehaviour: Misbehaviour,
    action: (stack: StackRehearsal, proxy: TcpProxy) => Promise<void>,
  ): Promise<void> => {
    const proxy = await TcpProxy.start(emulator.endpoint, misbehaviour);
    try {
      const account = await GivenEmulator.at(proxy.endpoint);
      const stack = await rehearsalOf(SMALL, workplace, account);
      await makeStateBucket(stack, emulator);
      await action(stack, proxy);
    } finally {
      await proxy.stop();
    }
  };

  test("that is slow, and resets a connection now and then, does not keep a stack from its life", () =>
    through({ delayMs: 100, resetsOneIn: 5 }, async (stack, proxy) => {
      await stack.init();
      await stack.apply(true);
      await stack.expectNoChange();
      await stack.destroy();
      expect(proxy.resets).toBeGreaterThan(0);
      const left = await emulator.inventory();
      expect(left["ecr.Repository"]).toBeUndefined();
    }));

  test("that refuses everything from some time on ends in a clean error", () =>
    through({}, async (stack, proxy) => {
      await stack.init();
      await proxy.stop();
      const account = { lostBecause: undefined, log: () => "" } as unknown as GivenEmulator;
      const advice = await adviceOn(await failure(stack.apply(true)), account);
      expect(advice).toMatch(/connection refused[^]*The emulator cannot be reached/);
    }));

  test("that lets nobody through is told at once", async () => {
    const proxy = await TcpProxy.start(emulator.endpoint, { refuses: true });
    try {
      const { message } = await failure(GivenEmulator.at(proxy.endpoint));
      expect(message).toContain(`No emulator responds at ${proxy.endpoint}`);
    } finally {
      await proxy.stop();
    }
  });
});
