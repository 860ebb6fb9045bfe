import { mkdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { readPolicy, readScannerExceptions } from "../../tools/audit/policy";
import { exceptionOf, overdue, scan } from "../../tools/audit/scanners/scan";
import type { RehearsedEnvironment } from "../../tools/rehearse/life/rehearse-environments";
import { Workplace } from "../../tools/rehearse/life/workplace";
import { projectRoot } from "../../tools/project-root";
import { select } from "../../tools/rehearse/synthesized/selection";
import { Synthesis } from "../../tools/synthesized/synthesis";
import { rememberedLeftOut } from "./left-out";
import { rehearsedEnvironments } from "./rehearsed-environments";

const synthesis = Synthesis.read(join(projectRoot(), "cdktf.out"));
const selected = select(synthesis, []);
const workplace = Workplace.create();
let rehearsals: ReadonlyMap<string, Promise<RehearsedEnvironment>>;

/** Of a new image tag and other figures, in every environment. */
const changedTypes = [
  "aws_ecs_task_definition",
  "aws_ecs_service",
  "aws_appautoscaling_target",
  "aws_autoscaling_group",
  "aws_launch_template",
];

/** Plans of stacks that are applied in full, for the scanners. */
const prodPlans = join(workplace.folder, "prod-plans");

/** All environments side by side: their tests wait for their own. */
beforeAll(() => {
  mkdirSync(prodPlans);
  rehearsals = rehearsedEnvironments(selected, workplace, {
    provesLock: true,
    onApplied: (stack, plan) => {
      if (stack.endsWith("-prod"))
        writeFileSync(join(prodPlans, `${stack}.json`), JSON.stringify(plan));
    },
  });
});

afterAll(async () => {
  const results = await Promise.allSettled(rehearsals.values());
  workplace.close();
  if (results.every((result) => result.status === "fulfilled" && result.value.passed))
    workplace.remove();
});

for (const { name } of synthesis.strays) {
  test.skip(`applies ${name}: nothing says which environment it belongs to`, () => undefined);
}

describe.each(selected.map((each, index) => [each.name, each, index] as const))(
  "%s",
  (environment, { stateStack, systemStacks }, index) => {
    const stackNames = [...(stateStack ? [stateStack] : []), ...systemStacks].map(
      ({ name }) => name,
    );

    let failureIsTold = false;

    /** The first test to ask tells why a rehearsal failed, the others only that it did. */
    const report = async (): Promise<RehearsedEnvironment> => {
      const rehearsed = await rehearsals.get(environment)!;
      if (rehearsed.error === undefined) return rehearsed;
      if (failureIsTold) throw new Error(`the rehearsal of ${environment} failed, see above`);
      failureIsTold = true;
      throw new Error(rehearsed.error);
    };

    test("plans, applies, plans without a change and destroys every stack", async () => {
      const { stacks } = await report();
      expect(stacks.map(({ stack }) => stack)).toEqual(stackNames);
      expect(stackNames).toContain(`http-scale-out-${environment}`);
      for (const { resources } of stacks) expect(resources).toBeGreaterThan(0);
    });

    test("moves the state of the state stack into the bucket that it created", async () => {
      const { ownState } = await report();
      expect(ownState).toMatchObject({ version: 4 });
      expect(ownState!.resources.map(({ type }) => type)).toContain("aws_s3_bucket");
    });

    test("changes of the settings change what they are about, and nothing else", async () => {
      const { stacks } = await report();
      const changed = stacks.flatMap(({ changes }) => changes.map(({ address }) => address));
      const types = new Set(changed.map((address) => address.split(".")[0]));
      expect([...types]).toEqual(expect.arrayContaining(changedTypes));
      for (const { stack, changes } of stacks) {
        const runs = synthesis.stack(stack).json.resources("aws_ecs_task_definition");
        if (Object.keys(runs).length > 0) expect(changes.length).toBeGreaterThan(0);
      }
    });

    test("leaves nothing behind but former task definitions", async () => {
      const { leftBehind, kept } = await report();
      expect(leftBehind).toEqual({});
      expect(Object.keys(kept)).toEqual(["ecs.TaskDefinition"]);
    });

    test("sends nothing that AWS refuses by its own API models", async () => {
      const { checkedRequests, violations } = await report();
      expect(violations).toEqual([]);
      expect(checkedRequests).toBeGreaterThan(1000);
    });

    test("makes nothing that CloudFormation's schemas refuse in the environment's region", async () => {
      const { checkedResources, violations } = await report();
      expect(violations).toEqual([]);
      expect(checkedResources).toBeGreaterThan(100);
    });

    if (environment === "prod")
      test("has no finding of checkov or parliament without a reason, and no reason without a finding", async () => {
        const { stacks } = await report();
        const findings = await scan(prodPlans);
        expect(new Set(findings.map(({ scanner }) => scanner)).size).toBe(2);
        const exceptions = readScannerExceptions(projectRoot());
        expect(
          findings.filter((finding) => exceptionOf(finding, exceptions) === undefined),
        ).toEqual([]);
        const used = new Set(findings.map((finding) => exceptionOf(finding, exceptions)?.place));
        expect(exceptions.filter(({ place }) => !used.has(place))).toEqual([]);
        expect(overdue(exceptions, new Date().toISOString().slice(0, 10))).toEqual([]);
        // The reason of a control's exception stands for the scanner's check, too.
        const excepted = readPolicy(projectRoot())
          .exceptions.filter(({ environments }) => environments.includes(environment))
          .map(({ control }) => control);
        for (const exception of exceptions)
          if ("control" in exception) expect(excepted).toContain(exception.control);
        expect(stacks.length).toBeGreaterThan(8);
      });

    for (const { stack, address, reason } of rememberedLeftOut()) {
      if (stackNames.includes(stack))
        test.skip(`applies ${address} of ${stack}: ${reason}`, () => undefined);
    }

    // One is enough: all keep their states in the same way.
    if (index > 0) return;
    test("refuses a second plan while an apply holds the lock, and names the holder", async () => {
      const { lock } = await report();
      expect(lock?.lock.Operation).toBe("OperationTypeApply");
      expect(lock?.lock.Who).toContain(hostname());
      expect(lock?.refusal).toContain("Error acquiring the state lock");
      expect(lock?.refusal).toContain(`Who:       ${lock?.lock.Who}`);
      expect(lock?.releasedAfterwards).toBe(true);
    });
  },
);
