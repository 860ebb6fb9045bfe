import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { projectRoot } from "../project-root";
import { Synthesis } from "../synthesized/synthesis";
import { asCommand } from "../terminal/as-command";
import { requireKnown } from "../terminal/nearest";
import { stylesFor } from "../terminal/style";
import { audit, passes } from "./audit";
import { AUDIT } from "./command-line";
import { readPolicy } from "./policy";
import { auditPlans } from "./scanners/audit-plans";
import { jsonReport } from "./report/json";
import { sarifReport } from "./report/sarif";
import { textReport } from "./report/text";

/** Checks the synthesized stacks against the controls. */
void asCommand(AUDIT, ({ words, options }) => {
  const root = projectRoot();
  const today = new Date().toISOString().slice(0, "2026-11-28".length);
  if (options.plan.length > 0) return auditPlans(options.plan, root, today);
  const policy = readPolicy(root);
  const synthesis = Synthesis.read(resolve(root, process.env.CDKTF_OUTDIR ?? "cdktf.out"));
  requireKnown("environment", words, synthesis.environments);
  const audits = synthesis.environments
    .filter((environment) => words.length === 0 || words.includes(environment))
    .map((environment) => {
      const state = synthesis.stateStackOf(environment);
      const stacks = [...(state ? [state] : []), ...synthesis.systemStacks(environment)];
      return audit(environment, stacks, policy, today);
    });
  if (options.sarif !== undefined) {
    const log = sarifReport(audits, root, today);
    writeFileSync(options.sarif, `${JSON.stringify(log, null, 2)}\n`);
  }
  const { details, json } = options;
  console.log(
    json
      ? JSON.stringify(jsonReport(audits), null, 2)
      : textReport(audits, { details, styles: stylesFor(process.stdout) }),
  );
  return audits.every(passes) ? 0 : 1;
});
