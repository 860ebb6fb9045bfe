import { REHEARSE, rehearsalOf } from "../../../../tools/rehearse/cli/command-line";
import { emulatorAddress } from "../../../../tools/rehearse/emulator/given-emulator";
import { readCommandLine } from "../../../../tools/terminal/command-line";

const read = (args: readonly string[]) => rehearsalOf(readCommandLine(REHEARSE, args));

test("reads names and options in any order", () => {
  expect(
    read(["talk-service", "--keep", "--var", "image_tag=a=b", "dev", "--report=r.json"]),
  ).toMatchObject({
    names: ["talk-service", "dev"],
    keeps: true,
    variables: { image_tag: "a=b" },
    reportFile: "r.json",
    recovers: false,
  });
});

test.each([
  [["--keeep"], "There is no option --keeep. Did you mean --keep?"],
  [["--reprot=a", "--recoverr"], /Did you mean --report\?\n.*Did you mean --recover\?/],
  [["--var", "image_tag"], '--var must have the form name=value, got "image_tag".'],
  [["--concurrency", "0"], '--concurrency must be a whole number from 1 to 99, got "0".'],
  [["--recover"], "--recover needs --endpoint"],
  [["--endpoint"], "--endpoint"],
])("error if the words are %j", (words, message) => {
  expect(() => read(words)).toThrow(message);
});

describe("an endpoint", () => {
  test.each([
    "https://s3.us-east-1.amazonaws.com",
    "https://sts.amazonaws.com/",
    "https://ec2.cn-north-1.amazonaws.com.cn",
    "https://s3.dualstack.us-east-1.amazonaws.com.",
    "https://ecs.eu-west-1.api.aws",
  ])("that is AWS itself is refused: %s", (endpoint) => {
    expect(() => emulatorAddress(endpoint, false)).toThrow(/is AWS itself.*--allow-aws/);
    expect(emulatorAddress(endpoint, true)).toContain("https://");
  });

  test.each(["127.0.0.1:4566", "ftp://127.0.0.1", "nonsense", ""])(
    "that is no address is refused: %j",
    (endpoint) => {
      expect(() => emulatorAddress(endpoint, false)).toThrow("must be the address of an emulator");
    },
  );

  test("may be any other", () => {
    expect(emulatorAddress("http://127.0.0.1:4566/", false)).toBe("http://127.0.0.1:4566");
    expect(emulatorAddress("http://amazonaws.com.local:4566", false)).toContain("local");
  });
});
