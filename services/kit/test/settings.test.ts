import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { test } from "node:test";
import { commonSettings, readSettings, secret } from "../src/settings";
import { ProgramStarter } from "../testing/program";

const httpApi = new ProgramStarter("http-api");
const read = (environment: Readonly<Record<string, string>>) =>
  readSettings(commonSettings(80), environment);

/** The time between SIGTERM and SIGKILL in ECS, and the idle timeout of a load balancer. */
const ecsStopTimeoutSeconds = 30;
const balancerIdleTimeoutSeconds = 60;

test("keeps connections longer than the balancer does, and stops sooner than ECS kills", () => {
  const settings = read({});
  assert.ok(settings.KEEP_ALIVE_TIMEOUT_SECONDS > balancerIdleTimeoutSeconds);
  assert.ok(settings.STOP_TIMEOUT_SECONDS < ecsStopTimeoutSeconds);
});

test("listens on every address, as a container must, unless it is told another one", () => {
  assert.equal(read({}).HOST, "0.0.0.0");
});

test("takes every setting from the environment, and nothing else that is there", () => {
  const environment = {
    PORT: "8080",
    HOST: "127.0.0.1",
    LOG_LEVEL: "debug",
    KEEP_ALIVE_TIMEOUT_SECONDS: "3600",
    DRAIN_SECONDS: "60",
    STOP_TIMEOUT_SECONDS: "5",
  };
  assert.deepEqual(read({ ...environment, PATH: "/usr/bin" }), {
    PORT: 8080,
    HOST: "127.0.0.1",
    LOG_LEVEL: "debug",
    KEEP_ALIVE_TIMEOUT_SECONDS: 3600,
    DRAIN_SECONDS: 60,
    STOP_TIMEOUT_SECONDS: 5,
  });
});

for (const port of [
  "abc",
  "",
  " 80",
  "-1",
  "65536",
  "80.5",
  "8e1",
  "0x50",
  "99999999999999999999",
]) {
  test(`refuses PORT=${JSON.stringify(port)}`, () => {
    const message = `PORT must be a whole number from 0 to 65535, got ${JSON.stringify(port)}.`;
    assert.throws(() => read({ PORT: port }), { name: "SettingsError", message });
  });
}

test("names every wrong setting at once, and exits with 1", async () => {
  const { exitCode, complaint } = await httpApi.runToEnd({
    PORT: "0",
    LOG_LEVEL: "loud",
    KEEP_ALIVE_TIMEOUT_SECONDS: "0",
    STOP_TIMEOUT_SECONDS: "30s",
  });
  assert.deepEqual(complaint.trimEnd().split("\n"), [
    'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent, got "loud".',
    'KEEP_ALIVE_TIMEOUT_SECONDS must be a whole number from 1 to 4000, got "0".',
    'STOP_TIMEOUT_SECONDS must be a whole number from 1 to 120, got "30s".',
  ]);
  assert.equal(exitCode, 1);
});

test("a secret that is wrong is not shown, and a missing one is said to be missing", () => {
  const shape = { TOKEN: secret().refine((value) => value.length > 8, { error: "longer" }) };
  assert.throws(
    () => readSettings({ TOKEN: shape.TOKEN.meta({ isSecret: true }) }, { TOKEN: "s3cret" }),
    {
      message: "TOKEN must be longer, got another value.",
    },
  );
  assert.throws(() => readSettings({ TOKEN: secret() }, {}), {
    message: "TOKEN must be set, to one character or more.",
  });
});

test("says which port is taken, and exits with 1", async (t) => {
  const other = createServer().listen(0, "0.0.0.0");
  await once(other, "listening");
  t.after(() => other.close());
  const address = other.address();
  assert.ok(typeof address === "object" && address !== null);
  const port = String(address.port);
  const { exitCode, complaint } = await httpApi.runToEnd({ PORT: port });
  assert.equal(complaint, `Port ${port} is in use. Set PORT to a free port.\n`);
  assert.equal(exitCode, 1);
});

for (const [name, values] of Object.entries({
  KEEP_ALIVE_TIMEOUT_SECONDS: ["1", "4000"],
  STOP_TIMEOUT_SECONDS: ["1", "120"],
  LOG_LEVEL: ["trace", "info"],
})) {
  for (const value of values) {
    test(`starts with ${name}=${value}`, async (t) => {
      const { url } = await httpApi.start(t, { [name]: value });
      assert.equal((await fetch(url)).status, 200);
    });
  }
}
