import { parseLocalCommandLine as parseCommandLine } from "../../../tools/local/command-line";

it("takes a system, and what it does not say by default", () => {
  expect(parseCommandLine(["talk-service"])).toEqual({
    verb: "run",
    system: "talk-service",
    environment: undefined,
    values: {},
    commands: {},
    taskEnvironment: {},
    speed: 1,
    autoscales: false,
    showsLogs: false,
  });
});

it("takes values, commands and options in any order", () => {
  const line = parseCommandLine([
    ...["--speed", "10", "talk-service", "tag=1.0.0", "prod", "live_color=green"],
    ...[
      "--command",
      "shop:2=PORT=$PORT node a.js --b=c",
      "--env",
      "LOG_LEVEL=debug",
      "--port",
      "0",
    ],
  ]);
  expect(line).toMatchObject({
    environment: "prod",
    values: { image_tag: "1.0.0", live_color: "green" },
    commands: { "shop:2": "PORT=$PORT node a.js --b=c" },
    taskEnvironment: { LOG_LEVEL: "debug" },
    speed: 10,
    port: 0,
  });
});

it.each(["deploy", "scale", "kill"] as const)("knows --%s", (verb) => {
  expect(parseCommandLine([`--${verb}`, "talk-service", "a=b"]).verb).toBe(verb);
});

it.each([
  [[], "Name a system"],
  [["a", "b", "c"], "c: npm run local takes at most 2 words here."],
  [["a", "--deploy", "--kill"], "Use one of --deploy and --kill at a time."],
  [["a", "--port", "eighty"], '--port must be a whole number from 0 to 65535, got "eighty".'],
  [["a", "--speed=0"], '--speed must be a number from 0.01 to 1000, got "0".'],
  [["a", "--env", "X"], '--env must have the form name=value, got "X".'],
  [["a", "--sped", "2"], "There is no option --sped. Did you mean --speed?"],
])("refuses %j", (args, message) => {
  expect(() => parseCommandLine(args)).toThrow(message);
});

it("takes --autoscale", () => {
  expect(parseCommandLine(["http-scale-out", "--autoscale"]).autoscales).toBe(true);
});
