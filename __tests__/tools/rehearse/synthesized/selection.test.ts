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

test("takes of an environment only the stack that is named with it", () => {
  expect(selected("dev", "talk-dev")).toEqual([["dev", "state-dev", "talk-dev"]]);
  expect(selected("dev", "prod", "talk-dev")).toEqual([
    ["dev", "state-dev", "talk-dev"],
    ["prod", "state-prod", "web-images-prod", "web-prod", "web-two-prod", "talk-prod"],
  ]);
});

test("names the nearest for each unknown name", () => {
  expect(() => select(synthesis, ["tlak", "dve", "dev", "nothing-like-it"])).toThrow(
    new RegExp(
      "^There is no environment, system or stack tlak\\. Did you mean talk\\?\n" +
        "There is no environment, system or stack dve\\. Did you mean dev\\?\n" +
        "There is no environment, system or stack nothing-like-it\\.\n" +
        "Choose from: .*\\bweb\\b.*\\.$",
    ),
  );
});
