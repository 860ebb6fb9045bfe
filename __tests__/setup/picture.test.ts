import { readFileSync } from "node:fs";
import dev from "../../environments/dev";
import responsive from "../../environments/examples/responsive";
import { runOthers } from "../../tools/simulate/compare";
import { readLoad } from "../../tools/simulate/load/read-load";
import { withDefaults } from "../../tools/simulate/model/parameters";
import { pictureOf } from "../../tools/simulate/report/picture";
import { run, type Scenario } from "../../tools/simulate/run";
import { readFromSettings } from "../tools/simulate/support/simulated-environment";

const system = "http-scale-out";

/** One system is enough for a picture of it. */
const only = (settings: typeof dev | typeof responsive) => ({
  ...settings,
  systems: { [system]: settings.systems[system] },
});

it("is, in the README, what its command draws today", async () => {
  const scenario: Scenario = {
    read: await readFromSettings(system, only(dev)),
    ...readLoad("step:10x", 30),
    parameters: withDefaults(),
    seed: 1,
  };
  const others = runOthers(
    scenario,
    [await readFromSettings(system, only(responsive), "compared")],
    ["environments/examples/responsive.ts"],
  );
  const picture = pictureOf([{ ...run(scenario), name: "dev" }, ...others]);
  expect(picture).toBe(readFileSync("docs/images/responsive.svg", "utf8"));
});
