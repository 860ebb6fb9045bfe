import { StackJson } from "../../../tools/synthesized/stack-json";
import { stackOfSystem } from "../../../tools/synthesized/stack-of-system";
import { Synthesis } from "../../../tools/synthesized/synthesis";
import { stackNamed } from "./stack-fixture";

const withService = (name: string) => ({
  ...stackNamed(name),
  json: new StackJson({ resource: { aws_ecs_service: { service: {} } } }),
});
const states = (...environments: string[]) =>
  environments.map((name) => stackNamed(`state-${name}`));
const both = new Synthesis([
  ...states("dev", "prod"),
  withService("web-dev"),
  withService("web-prod"),
  stackNamed("web-images-dev"),
]);
const prodOnly = new Synthesis([...states("prod"), withService("web-prod")]);

test.each([
  ["web", undefined, "web-dev"],
  ["web", "prod", "web-prod"],
  ["web-prod", undefined, "web-prod"],
])("finds %s in %s", (system, environment, name) => {
  expect(stackOfSystem(both, system, environment).name).toBe(name);
});

test.each([
  [
    "says which environment it took",
    both,
    ["nosuch", undefined],
    "There is no stack with a service called nosuch-dev.\nWithout an environment, the command uses dev. To use another one, add it after the system, as in: nosuch prod\nChoose from: web-dev, web-prod.",
  ],
  [
    "suggests a name that is near",
    both,
    ["wbe", undefined],
    "There is no stack with a service called wbe-dev. Did you mean web-dev?\nWithout an environment, the command uses dev. To use another one, add it after the system, as in: wbe prod\nChoose from: web-dev, web-prod.",
  ],
  [
    "assumes nothing where an environment is named",
    both,
    ["nosuch", "prod"],
    "There is no stack with a service called nosuch-prod.\nChoose from: web-dev, web-prod.",
  ],
  [
    "says that there is no environment dev",
    prodOnly,
    ["web", undefined],
    "There is no environment dev.\nWithout an environment, the command uses dev. To use another one, add it after the system, as in: web prod\nChoose from: web-prod.",
  ],
  [
    "says that there is no such environment",
    both,
    ["web", "qa"],
    "There is no environment qa.\nChoose from: dev, prod.",
  ],
  [
    "names no other environment where there is none",
    new Synthesis([...states("dev"), withService("web-dev")]),
    ["nosuch", undefined],
    "There is no stack with a service called nosuch-dev.\nWithout an environment, the command uses dev.\nChoose from: web-dev.",
  ],
  [
    "does not take a stack without services",
    both,
    ["web-images", undefined],
    "There is no stack with a service called web-images-dev.\nWithout an environment, the command uses dev. To use another one, add it after the system, as in: web-images prod\nChoose from: web-dev, web-prod.",
  ],
] as const)("%s", (_, synthesis, [system, environment], message) => {
  let told: unknown;
  try {
    stackOfSystem(synthesis, system, environment);
  } catch (error) {
    told = error;
  }
  expect(told).toMatchObject({ message });
});
