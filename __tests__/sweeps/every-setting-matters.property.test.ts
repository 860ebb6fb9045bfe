import { parseEnvironments } from "../../settings/environment";
import { environments as shipped } from "../fixtures/environments/all";
import { environments as schema } from "../../settings/schema/environments";
import { fullSettings } from "../settings/full/full-settings";
import { frozen, remember } from "../settings/sweep/remembered";
import { propertyShare } from "../support/property-runs";
import { changed, changedBeside, type Outcome, outcomeOf } from "./change";
import { examplesOf } from "./examples";
import { otherValues } from "./other-values";
import { type Leaf, type Place, placesOf, schemaLeaves, titleOf } from "./schema-leaves";
import { sceneOf } from "./scenes";
import { NEVER_TAKEN, NO_FITTING_VALUE, NOT_IN_JSON, OVERRIDDEN } from "./without-effect";

type Settings = Readonly<Record<string, unknown>>;

/** Places of one setting that are tried: what has an effect in one combination may have none in another. */
const PLACES = 2;
/** After so many values without an effect there is none. */
const SILENT = 3;

/** Each try changes one setting: what is beside it is validated once. */
remember(schema);

type Base = Settings & { name: string; systems: Settings; pipelines?: Settings };

/** Environments with every default in place, which together use every union in every way. */
const bases = frozen(
  parseEnvironments({ ...fullSettings, ...shipped }).environments,
) as unknown as readonly Base[];

const leaves = schemaLeaves();
const ours = leaves.filter((_, index) => index % propertyShare.of === propertyShare.index);
const titled = ours.map((leaf) => [titleOf(leaf), leaf] as const);

test("the schema is walked to its ends", () => {
  expect(bases.map(({ name }) => name)).toEqual([
    "qa",
    "demo",
    "managed",
    "chosen",
    "fargate",
    "dev",
    "staging",
    "prod",
  ]);
  expect(new Set(leaves.map(titleOf)).size).toBe(leaves.length);
  expect(leaves.length).toBeGreaterThan(650);
});

test.each(titled)("%s changes the JSON wherever it is taken without a word", (title, leaf) => {
  const told = NOT_IN_JSON.find(([pattern]) => pattern.test(title));
  const found = triesOf(title, leaf);
  if (NEVER_TAKEN.some(([pattern]) => pattern.test(title))) {
    expect(found.filter(({ effect }) => effect !== "refused")).toEqual([]);
    return;
  }
  if (told !== undefined) {
    expect(found.filter(({ effect }) => effect === "changes the JSON")).toEqual([]);
    return;
  }
  if (!OVERRIDDEN.some(([pattern]) => pattern.test(title)))
    expect(found.filter(({ effect }) => effect === "none")).toEqual([]);
  if (NO_FITTING_VALUE.some(([pattern]) => pattern.test(title))) return;
  // A setting that nobody can change is tried in vain: give examples.ts a value.
  expect(found).toContainEqual(expect.objectContaining({ effect: "changes the JSON" }));
});

interface Try {
  readonly at: string;
  readonly change: string;
  readonly effect: "changes the JSON" | "warns" | "none" | "refused";
}

const RANK: readonly Try["effect"][] = ["changes the JSON", "warns", "none", "refused"];

function triesOf(title: string, leaf: Leaf): Try[] {
  const donors = [
    ...examplesOf(leaf),
    ...bases.flatMap((base) => placesOf(leaf, { base })).map(({ value }) => value),
  ];
  const tries: Try[] = [];
  for (const { alternatives, place } of carriersOf(title, leaf)) {
    let best: Try | undefined;
    for (const settings of alternatives) {
      const tried = tryAt(leaf, settings, place, donors);
      if (best === undefined || RANK.indexOf(tried.effect) < RANK.indexOf(best.effect))
        best = tried;
      if (best.effect === "changes the JSON") break;
    }
    if (best !== undefined) tries.push(best);
    const done = tries.filter(({ effect }) => effect !== "refused").length;
    if (done >= PLACES && tries.some(({ effect }) => effect === "changes the JSON")) break;
  }
  return tries;
}

interface Carrier {
  /** Settings of one environment and one system; those of an environment need not matter to every system. */
  readonly alternatives: readonly Settings[];
  readonly place: Place;
}

/** Settings where the setting has a place, as they are or with an example that has one. */
function* carriersOf(title: string, leaf: Leaf): Generator<Carrier> {
  const system = leaf.steps[1]?.name === "systems" ? leaf.steps[2]?.name : undefined;
  let found = false;
  for (const base of bases) {
    const systems = system === undefined ? systemsOf(base, leaf) : [system];
    // The stack of load tests is none of a system's.
    const around = system === undefined ? base : { ...base, loadTest: undefined };
    const alternatives = systems.map((name) => alone(around, name));
    for (const place of alternatives
      .slice(0, 1)
      .flatMap((each) => placesOf(leaf, each))
      .slice(0, 1)) {
      found = true;
      const scene = sceneOf(title);
      yield {
        alternatives: alternatives.map(
          (each) => changedBeside(each, place.path, scene) as Settings,
        ),
        place,
      };
    }
  }
  if (found || system === undefined) return;
  for (const base of bases)
    yield* grafted(title, leaf, alone({ ...base, loadTest: undefined }, system));
}

/** A pipeline matters to the system that it releases. */
function systemsOf({ systems, pipelines = {} }: Base, { steps }: Leaf): string[] {
  return Object.keys(steps[1]?.name === "pipelines" ? pipelines : systems);
}

function alone({ pipelines, ...base }: Base, system: string): Settings {
  const released = pipelines?.[system];
  const own = { ...base, systems: { [system]: base.systems[system] } };
  return {
    [base.name]: released === undefined ? own : { ...own, pipelines: { [system]: released } },
  };
}

/** What the setting is in may be missing, or of another kind, or empty: the nearest that is there gets an example. */
function* grafted(title: string, leaf: Leaf, settings: Settings): Generator<Carrier> {
  for (let depth = leaf.steps.length - 1; depth > 3; depth--) {
    const steps = leaf.steps.slice(0, depth);
    for (const place of placesOf({ steps }, settings).slice(0, 1)) {
      const kind = leaf.steps[depth]?.kind;
      const examples = [
        ...examplesOf({ steps }),
        ...(kind === undefined ? [] : [{ kind }]),
        ...likeIn(steps),
      ];
      for (const example of examples) {
        const given = changed(settings, place.path, example) as Settings | undefined;
        const parsed = given && parseEnvironments(given);
        const [environment] = parsed?.environments ?? [];
        if (environment === undefined) continue;
        const whole = { [environment.name]: environment as unknown as Settings };
        const [inside] = placesOf(leaf, whole);
        if (inside === undefined) continue;
        const scene = sceneOf(title);
        yield {
          alternatives: [changedBeside(whole, inside.path, scene) as Settings],
          place: inside,
        };
        return;
      }
    }
  }
}

/** What other systems have under the same names. */
function likeIn(steps: Leaf["steps"]): unknown[] {
  const end = steps
    .slice(-2)
    .map(({ name }) => name)
    .join(".");
  return leaves
    .filter(
      (other) =>
        other.steps
          .slice(-2)
          .map(({ name }) => name)
          .join(".") === end,
    )
    .flatMap((other) => bases.flatMap((base) => placesOf(other, { base })))
    .map(({ value }) => value)
    .filter((value) => value !== undefined);
}

function tryAt(leaf: Leaf, settings: Settings, place: Place, donors: readonly unknown[]): Try {
  const at = place.path.join(".");
  const [name = ""] = Object.keys(settings);
  const before = known(name, settings[name]);
  if (before.json === undefined)
    return { at, change: before.problems.join(" "), effect: "refused" };
  let found: Try = { at, change: "no other value", effect: "refused" };
  let silent = 0;
  for (const value of otherValues(leaf, place.value, donors)) {
    const other = changed(settings, place.path, value) as Settings | undefined;
    if (other === undefined) continue;
    const after = outcomeOf(name, other[name]);
    const change = `${JSON.stringify(place.value)} -> ${JSON.stringify(value)}`;
    if (after.json === undefined) {
      if (found.effect === "refused")
        found = { at, change: `${change}: ${after.problems.join(" ")}`, effect: "refused" };
      continue;
    }
    if (after.json !== before.json) return { at, change, effect: "changes the JSON" };
    if (isTold(place, after.warnings) || after.warnings.join() !== before.warnings.join())
      return { at, change, effect: "warns" };
    // Left out, it may have been its default.
    if (value === undefined || isDefaultOf(settings, place, value, name)) continue;
    found = { at, change, effect: "none" };
    // One value may happen to be what follows from others, as a desired count of the least.
    if (++silent === SILENT) return found;
  }
  return found;
}

/** Whether a warning is about the setting, or what it is in. */
function isTold({ path }: Place, warnings: readonly string[]): boolean {
  return path.some(
    (_, index) =>
      index > 2 &&
      warnings.some((warning) => warning.startsWith(`${path.slice(0, index + 1).join(".")} `)),
  );
}

/** Whether two values are the same to the settings, as a setting that is left out and its default are. */
function isDefaultOf(settings: Settings, place: Place, value: unknown, name: string): boolean {
  const text = (each: unknown) => {
    const { environments } = parseEnvironments({
      [name]: (changed(settings, place.path, each) as Settings)[name],
    });
    return JSON.stringify(environments);
  };
  return text(place.value) === text(value);
}

const outcomes = new Map<string, Outcome>();

function known(name: string, environment: unknown): Outcome {
  const key = JSON.stringify(environment);
  const outcome = outcomes.get(key) ?? outcomeOf(name, environment);
  outcomes.set(key, outcome);
  return outcome;
}
