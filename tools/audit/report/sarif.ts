import { readFileSync } from "node:fs";
import { relative, sep } from "node:path";
import type { Location, Log, ReportingDescriptor, Result as SarifResult, Suppression } from "sarif";
import { LineCounter, parseDocument } from "yaml";
import type { AuditedStack, EnvironmentAudit, Problem, ProblemKind, Result } from "../audit";
import { type Finding, subjectOf } from "../control";
import { CONTROLS } from "../controls";
import { type Exception, EXCEPTIONS_FILE } from "../policy";

/** The folder that paths are relative to, by the name that code scanning uses. */
const ROOT = "%SRCROOT%";

const RULES: readonly ReportingDescriptor[] = [
  ...CONTROLS.map(({ id, title, page }) => ({
    id,
    shortDescription: { text: title },
    helpUri: page,
  })),
  ...Object.entries({
    "missing-resource": "A control finds the resources that it checks",
    "unknown-stack": "The data says which controls apply to a stack",
    exception: "An exception is needed, and its review is not overdue",
  } satisfies Record<ProblemKind, string>).map(([id, text]) => ({
    id,
    shortDescription: { text },
  })),
];

/**
 * The findings as SARIF 2.1.0. Exceptions are suppressed results. The line is the resource's line in its stack's JSON.
 *
 * @param root folder that the paths are relative to
 * @param today for example `2026-11-28`
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifReport(audits: readonly EnvironmentAudit[], root: string, today: string): Log {
  const places = new Places(root);
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "npm run audit",
            rules: [...RULES],
          },
        },
        originalUriBaseIds: { [ROOT]: { description: { text: "The project's folder" } } },
        columnKind: "utf16CodeUnits",
        results: audits.flatMap(({ results, problems }) => [
          ...results
            .filter(({ finding }) => !finding.holds)
            .map((result) => findingResult(result, places, today)),
          ...problems.map((problem) => problemResult(problem, places)),
        ]),
      },
    ],
  };
}

function findingResult(
  { control, stack, finding, exception }: Result,
  places: Places,
  today: string,
): SarifResult {
  const subject = subjectOf(finding);
  return {
    ...ruleOf(control.id),
    message: { text: `${subject} in ${stack.name} fails ${control.id}: ${control.title}.` },
    locations: [places.ofFinding(stack, finding)],
    partialFingerprints: { "control/v1": `${control.id} ${stack.name} ${subject}` },
    ...(exception === undefined ? {} : { suppressions: [suppressionOf(exception, today)] }),
  };
}

function problemResult({ kind, stack, message }: Problem, places: Places): SarifResult {
  return {
    ...ruleOf(kind),
    message: { text: message },
    locations: [places.ofFile(stack?.file ?? EXCEPTIONS_FILE)],
    partialFingerprints: { "control/v1": message },
  };
}

function ruleOf(ruleId: string) {
  return { ruleId, ruleIndex: RULES.findIndex(({ id }) => id === ruleId), level: "error" } as const;
}

function suppressionOf({ reason, reviewBy }: Exception, today: string): Suppression {
  const status = reviewBy <= today ? "underReview" : "accepted";
  return { kind: "external", status, justification: `${reason} (Next review: ${reviewBy})` };
}

/** Finds lines in the stacks' JSON. Each file is parsed once. */
class Places {
  private readonly root: string;
  private readonly lines = new Map<string, (path: readonly string[]) => number>();

  constructor(root: string) {
    this.root = root;
  }

  ofFile(file: string, startLine = 1): Location {
    const path = file === EXCEPTIONS_FILE ? file : relative(this.root, file);
    const uri = path.split(sep).map(encodeURIComponent).join("/");
    return {
      physicalLocation: { artifactLocation: { uri, uriBaseId: ROOT }, region: { startLine } },
    };
  }

  ofFinding({ file }: AuditedStack, finding: Finding): Location {
    const { address } = finding;
    const isData = address.startsWith("data.");
    const path = isData ? address.split(".") : ["resource", ...address.split(".")];
    const logical = { fullyQualifiedName: subjectOf(finding), kind: "resource" };
    return {
      ...this.ofFile(file, this.linesOf(file)(path)),
      logicalLocations: [logical],
    };
  }

  private linesOf(file: string): (path: readonly string[]) => number {
    const known = this.lines.get(file);
    if (known !== undefined) return known;
    const counter = new LineCounter();
    const document = parseDocument(readFileSync(file, "utf8"), { lineCounter: counter });
    const lineOf = (path: readonly string[]): number => {
      const node = document.getIn(path, true) as { range?: readonly number[] } | undefined;
      return counter.linePos(node?.range?.[0] ?? 0).line;
    };
    this.lines.set(file, lineOf);
    return lineOf;
  }
}
