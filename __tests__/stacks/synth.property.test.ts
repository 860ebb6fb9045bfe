import fc from "fast-check";
import { App, TerraformStack } from "cdktf";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { environments } from "../fixtures/environments/all";
import { refuseCrossStackReferences } from "../../modules/synthesis/cross-stack-references";
import {
  type Environment,
  formatProblem,
  type ParsedEnvironments,
  parseEnvironments,
} from "../../settings/environment";
import { environments as schema } from "../../settings/schema/environments";
import { HttpScaleOutStack } from "../../stacks/http-scale-out-stack";
import { ImagesStack } from "../../stacks/images-stack";
import { fullSettings } from "../settings/full/full-settings";
import { mutated, type Mutated } from "../settings/sweep/mutations";
import { frozen, remember } from "../settings/sweep/remembered";
import { expectClear, expectFixedPoint } from "../settings/sweep/verdict";
import { containerDefinitions } from "../support/container-definitions";
import { propertyRuns } from "../support/property-runs";
import { TerraformJson } from "../support/synth";

const { seed, numRuns } = propertyRuns(10_000);

const outdir = mkdtempSync(join(tmpdir(), "synth-property-"));
afterAll(() => {
  rmSync(outdir, { recursive: true, force: true });
});

/** A setting is changed in a few places of six systems in three environments: the others are validated once. */
const withoutMemory = remember(schema);
const bases = frozen([environments, fullSettings]);
/** Of so many settings, one is validated as a whole, too. */
const WHOLE = 50;

/** Environments as they are without a mutation: their stacks need no second look. */
const known = new Set(
  bases.flatMap((base) => parseEnvironments(base).environments).map(fingerprint),
);

test(`${numRuns} mutated settings are told what is wrong with which field, or synthesize to JSON that keeps the rules`, () => {
  let accepted = 0;
  let synthesized = 0;
  let tried = 0;
  fc.assert(
    fc.property(mutated(bases), ({ settings }: Mutated) => {
      const parsed = parseEnvironments(settings);
      if (tried++ % WHOLE === 0) expectTheSame(parsed, settings);
      if (parsed.problems.length > 0) {
        expect(parsed.environments).toEqual([]);
        parsed.problems.forEach((problem) => {
          expectClear(problem, settings);
        });
        return;
      }
      accepted++;
      expectFixedPoint(parsed.environments);
      for (const environment of parsed.environments) {
        const print = fingerprint(environment);
        if (known.has(print)) continue;
        known.add(print);
        const json = runtimeStack(environment);
        if (json === undefined) continue;
        synthesized++;
        expectTheRules(json, environment);
      }
    }),
    { seed, numRuns },
  );
  process.stdout.write(
    `${numRuns} mutated settings from seed ${seed}: ${accepted} valid, ${numRuns - accepted} refused, ` +
      `${synthesized} different runtime stacks synthesized\n`,
  );
  expect(accepted).toBeGreaterThan(numRuns / 8);
  expect(accepted).toBeLessThan(numRuns / 2);
  expect(synthesized).toBeGreaterThan(numRuns / 50);
});

/** What is remembered is what comes of all of the settings. */
function expectTheSame(parsed: ParsedEnvironments, settings: Mutated["settings"]): void {
  const whole = withoutMemory(() => parseEnvironments(settings));
  if (!isDeepStrictEqual(parsed, whole)) expect(parsed).toEqual(whole);
}

function fingerprint(environment: Environment): string {
  return JSON.stringify(environment);
}

/** Undefined where the environment has no such system. */
function runtimeStack(environment: Environment): TerraformJson | undefined {
  const settings = environment.systems["http-scale-out"];
  if (settings === undefined) return undefined;
  const app = new App({ outdir, stackTraces: false });
  if (settings.image.kind === "repository") {
    const image = {
      ...settings.image,
      build: undefined,
      architecture: settings.capacity.architecture,
    };
    toJson(new ImagesStack(app, environment, "http-scale-out", [image]));
  }
  return toJson(new HttpScaleOutStack(app, environment, settings));
}

function toJson(stack: TerraformStack): TerraformJson {
  expect(validationErrors(stack)).toEqual([]);
  refuseCrossStackReferences([stack]);
  stack.prepareStack();
  return new TerraformJson(stack.toTerraform() as Record<string, unknown>);
}

/** The settings' rules and the constructs' own must agree: what passes the one never fails the other. */
function validationErrors(stack: TerraformStack): string[] {
  return stack.node.findAll().flatMap(({ node }) => node.validate());
}

function expectTheRules(json: TerraformJson, environment: Environment): void {
  const { text } = json;

  for (const sign of ["${TfToken[", "[object Object]", "undefined", "NaN"]) {
    if (text.includes(sign) && !fingerprint(environment).includes(sign))
      throw new Error(`${sign} in the JSON`);
  }
  expectReferencesResolved(json);

  const groups = json.resources("aws_autoscaling_group");
  const isGroup = environment.systems["http-scale-out"]?.capacity.kind === "instances";
  expect(groups).toHaveLength(isGroup ? 1 : 0);
  for (const group of groups)
    expect(group["min_size"]).toBeLessThanOrEqual(group["max_size"] as number);
  const target = json.resource("aws_appautoscaling_target");
  expect(target["min_capacity"]).toBeLessThanOrEqual(target["max_capacity"] as number);
  const service = json.resource("aws_ecs_service");
  expect(service["desired_count"]).toBeGreaterThanOrEqual(target["min_capacity"] as number);

  const [container] = containerDefinitions(
    json.resource("aws_ecs_task_definition")["container_definitions"] as string,
  );
  expect(service["load_balancer"][0].container_name).toBe(container!["name"]);
  expect(json.resource("aws_lb")["name"]).toMatch(/^[a-zA-Z0-9-]{1,32}$/);
  expect(new Set(json.resource("aws_lb")["subnets"]).size).toBeGreaterThanOrEqual(2);
  if (environment.protections.httpsOnly) {
    expect(json.resources("aws_lb_listener").map(({ protocol }) => protocol as string)).toContain(
      "HTTPS",
    );
  }
}

/** Every `aws_x.y` of an expression is there. */
function expectReferencesResolved(json: TerraformJson): void {
  const { resource = {}, data = {} } = json.json as Record<
    string,
    Record<string, Record<string, object> | undefined>
  >;
  for (const [, isData, type = "", name = ""] of json.text.matchAll(
    /[${(, ](data\.)?(aws_[a-z0-9_]+)\.([\w-]+)\./g,
  )) {
    const found = (isData ? data : resource)[type]?.[name];
    if (found === undefined) throw new Error(`${type}.${name} is not in the stack`);
  }
}

test.each([
  ["the environments", environments],
  ["settings that use every field", fullSettings],
])("%s have no problem without a mutation", (_, settings) => {
  expect(parseEnvironments(settings).problems.map(formatProblem)).toEqual([]);
});
