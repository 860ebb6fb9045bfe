import { Mistakes } from "../../../modules/synthesis/mistakes";
import { select } from "../../../modules/synthesis/selection";

const environments = ["dev", "staging", "prod", "eu-dev"];
const systems = ["http-scale-out", "http-api", "http"];

const stacks = [
  "state-dev",
  "http-scale-out-dev",
  "http-scale-out-images-dev",
  "http-api-dev",
  "state-prod",
  "http-scale-out-prod",
  "http-scale-out-eu-dev",
];

const chosen = (...names: string[]) => {
  const selection = select(names, environments, systems);
  return stacks.filter((stack) => selection.includes(stack));
};

describe("select", () => {
  it.each<[string[], string[]]>([
    [[], stacks],
    [["dev"], ["state-dev", "http-scale-out-dev", "http-scale-out-images-dev", "http-api-dev"]],
    [["eu-dev"], ["http-scale-out-eu-dev"]],
    [["http-api"], ["http-api-dev"]],
    [["http-scale-out", "prod"], ["http-scale-out-prod"]],
    [["http-scale-out-images-dev"], ["http-scale-out-images-dev"]],
    [
      ["state-prod", "http-api-dev"],
      ["http-api-dev", "state-prod"],
    ],
    [
      ["prod", "state-dev"],
      ["state-dev", "state-prod", "http-scale-out-prod"],
    ],
    [["http"], []],
  ])("%j selects %j", (names, expected) => {
    expect(chosen(...names)).toEqual(expected);
  });

  it("names the environments that have to be built", () => {
    expect(select([], environments, systems).environments).toEqual(environments);
    expect(select(["http-api"], environments, systems).environments).toEqual(environments);
    expect(select(["dev", "state-prod"], environments, systems).environments).toEqual([
      "dev",
      "prod",
    ]);
    expect(select(["http-api-eu-dev"], environments, systems).environments).toEqual(["eu-dev"]);
  });

  it.each([
    ["dve", "dev"],
    ["http-scaleout", "http-scale-out"],
    ["htp-api-prod", "http-api-prod"],
    ["state", "state-dev"],
    ["--detials", "--details"],
  ])("refuses %s and proposes %s", (name, nearest) => {
    expect(() => select([name], environments, systems)).toThrow(`Did you mean \`${nearest}\`?`);
  });

  it.each([
    ["kubernetes", /and no stack of theirs\.$/],
    ["--frobnicate", /^There is no option `--frobnicate`\. Choose from: --details, --help\.$/],
  ])("refuses %s without a proposal, because nothing is near", (name, message) => {
    expect(() => select([name], environments, systems)).toThrow(message);
  });

  it("refuses all unknown names at once", () => {
    try {
      select(["dve", "dev", "stagin"], environments, systems);
      throw new Error("was not refused");
    } catch (error) {
      expect(error).toBeInstanceOf(Mistakes);
      expect((error as Mistakes).problems).toHaveLength(2);
    }
  });
});
