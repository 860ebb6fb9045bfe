import { StackJson } from "../../../../tools/synthesized/stack-json";
import { select } from "../../../../tools/rehearse/synthesized/selection";
import { Synthesis } from "../../../../tools/synthesized/synthesis";
import { stackNamed } from "../../synthesized/stack-fixture";

const inCloud = {
  ...stackNamed("web-cloudy"),
  json: new StackJson({
    provider: { aws: [{ default_tags: [{ tags: { Environment: "cloudy" } }] }] },
  }),
};
const synthesis = new Synthesis([
  ...["dev", "prod"].flatMap((environment) => [
    stackNamed(`web-${environment}`, `web-images-${environment}`),
    stackNamed(`web-images-${environment}`),
    stackNamed(`web-two-${environment}`),
    stackNamed(`talk-${environment}`),
    stackNamed(`state-${environment}`),
  ]),
  inCloud,
]);

const selected = (...names: string[]) =>
  select(synthesis, names).map(({ name, stateStack, systemStacks }) => [
    name,
    stateStack?.name,
    ...systemStacks.map((stack) => stack.name),
  ]);

test("without a name takes everything, environments without a stack for their state included", () => {
  expect(selected()).toEqual([
    ["dev", "state-dev", "web-images-dev", "web-dev", "web-two-dev", "talk-dev"],
    ["prod", "state-prod", "web-images-prod", "web-prod", "web-two-prod", "talk-prod"],
    ["cloudy", undefined, "web-cloudy"],
  ]);
});

test("of a system takes its parts, in every environment that runs it", () => {
  expect(selected("talk")).toEqual([
    ["dev", "state-dev", "talk-dev"],
    ["prod", "state-prod", "talk-prod"],
  ]);
});

test("lets systems and environments limit each other, several of each", () => {
  expect(selected("talk", "web", "prod")).toEqual([
    ["prod", "state-prod", "web-images-prod", "web-prod", "web-two-prod", "talk-prod"],
  ]);
  expect(selected("talk", "dev", "prod")).toHaveLength(2);
});

test("takes a stack by its own name, with the one of its state", () => {
  expect(selected("web-images-dev")).toEqual([["dev", "state-dev", "web-images-dev"]]);
  expect(selected("talk", "prod", "web-dev")).toEqual([
    ["dev", "state-dev", "web-dev"],
    ["prod", "state-prod", "talk-prod"],
  ]);
});

test("names the nearest for each unknown name", () => {
  expect(() => select(synthesis, ["tlak", "dve", "dev"])).toThrow(
    '"tlak" is no system, environment or stack in cdktf.out. Did you mean "talk"?\n' +
      '"dve" is no system, environment or stack in cdktf.out. Did you mean "dev"?',
  );
  expect(() => select(synthesis, ["nothing-like-it"])).toThrow(
    /^"nothing-like-it" is no system, environment or stack in cdktf\.out\. Choose from: .*\bweb\b.*\.$/,
  );
});
