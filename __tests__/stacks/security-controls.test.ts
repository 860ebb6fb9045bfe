import expectedFindings from "../fixtures/security-findings.json";
import { dev } from "../fixtures/environments/dev";
import { prod } from "../fixtures/environments/prod";
import { staging } from "../fixtures/environments/staging";
import { fullSettings } from "../settings/full/full-settings";
import { devRunning, synthEnvironments } from "../support/environments";
import { CONTROLS } from "../../tools/audit/controls";
import { readPolicy } from "../../tools/audit/policy";
import { controlsRequiredIn } from "../../tools/audit/required-controls";
import { projectRoot } from "../../tools/project-root";
import { StackJson } from "../../tools/synthesized/stack-json";
import { onFargate } from "./shapes/on-fargate";
import { onInstances } from "./shapes/on-instances";

/*
 * The rules of `npm run audit` on what the project synthesizes. __tests__/tools/audit/controls.test.ts shows that each rule can
 * fail, and __tests__/setup/audit.test.ts holds the environments that a user edits against the exceptions.
 */

const { required } = readPolicy(projectRoot());

/** Every stack, by its name without its environment. */
function stacksOf(environments: Parameters<typeof synthEnvironments>[0]) {
  return Object.entries(synthEnvironments(environments).stacks).map(([name, { json }]) => {
    const environment = Object.keys(environments).find((each) => name.endsWith(`-${each}`))!;
    const unit = name.slice(0, -environment.length - 1);
    return { name, environment, unit, stack: new StackJson(json) };
  });
}

const applied = (stack: StackJson) =>
  CONTROLS.filter(({ look }) => look(stack).length > 0).map(({ id }) => id);

/** In the order of CONTROLS. */
function requiredIn(unit: string, stack: StackJson): readonly string[] | undefined {
  const wanted = controlsRequiredIn(stack, unit, required);
  return wanted && CONTROLS.map(({ id }) => id).filter((id) => wanted.has(id));
}

const stacks = stacksOf({ dev, staging, prod });

test.each(stacks.map((each) => [each.name, each] as const))(
  "the controls that find something in %s are those that docs/security-controls.json requires",
  (_, { unit, stack }) => {
    expect(applied(stack)).toEqual(requiredIn(unit, stack));
  },
);

test("no setting takes away what a control that is required looks at", () => {
  const shapes = [...onInstances, ...onFargate].map(({ system, settings }) =>
    devRunning(system, settings as never),
  );
  const full = structuredClone(fullSettings);
  // A file that the project does not have.
  delete (full.demo.systems["http-api"].api as { openApiFile?: string }).openApiFile;
  for (const environments of [...shapes, full as never]) {
    for (const { name, unit, stack } of stacksOf(environments)) {
      expect({ name, controls: applied(stack) }).toEqual({
        name,
        controls: requiredIn(unit, stack),
      });
    }
  }
});

test("the data names each control, so that none is forgotten", () => {
  const named = new Set(
    [...Object.values(required.stacks), ...Object.values(required.where)].flat(),
  );
  expect(CONTROLS.map(({ id }) => id).filter((id) => !named.has(id))).toEqual([]);
});

test.each(CONTROLS.map((control) => [control.id, control] as const))(
  "%s fails in the tests' environments only where the fixture says so",
  (id, { look }) => {
    const found: Record<string, string[]> = {};
    for (const { environment, unit, stack } of stacks)
      if (look(stack).some(({ holds }) => !holds)) (found[environment] ??= []).push(unit);
    expect(found).toEqual((expectedFindings as Record<string, object>)[id] ?? {});
  },
);
