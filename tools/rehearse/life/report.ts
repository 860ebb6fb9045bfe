import * as z from "zod";

/*
 * The report of a rehearsal. `--report <file>` writes it as JSON, and docs/rehearsal-report.schema.json is generated
 * from it.
 */

const names = z.array(z.string()).readonly();
const seconds = z.number().min(0);

const leftOver = z
  .record(z.string(), names)
  .readonly()
  .describe('Names by "service.Kind", as in the emulator.');

const step = z.strictObject({
  phase: z.enum(["init", "recover", "apply", "second plan", "change", "destroy"]),
  command: z.string().describe("Terraform's command."),
  seconds,
  failed: z.boolean().describe("Whether it failed or was refused."),
});

const stack = z.strictObject({
  stack: z.string(),
  resources: z.number().int().describe("Number of applied resources."),
  steps: z.array(step).readonly(),
  changes: z
    .array(z.strictObject({ address: z.string(), action: z.string() }))
    .readonly()
    .describe("What the settings change changed: resources, and outputs as output.<name>."),
  leftOut: z
    .array(z.strictObject({ address: z.string(), reason: z.string() }))
    .readonly()
    .describe("Resources that could not be applied here."),
  protections: names.describe(
    "Addresses of resources whose protection was lifted before they were destroyed.",
  ),
});

const violation = z.strictObject({
  operation: z
    .string()
    .describe(
      'For a request, its operation, such as "ecs:CreateService"; for a resource, its CloudFormation type.',
    ),
  resource: z
    .string()
    .describe(
      "The parameter that names the resource, and its value, or the stack and the address.",
    ),
  field: z.string(),
  value: z.string(),
  rule: z.string().describe('For example "must be at most 32 long".'),
});

const environment = z.strictObject({
  environment: z.string(),
  passed: z.boolean(),
  error: z.string().optional().describe("Why it failed."),
  awsProvider: z.string(),
  seconds,
  stacks: z.array(stack).readonly().describe("In the order in which they were applied."),
  leftBehind: leftOver.describe("What remained by mistake after everything was destroyed."),
  kept: leftOver.describe("What remains because the stacks request it (skip_destroy)."),
  checkedRequests: z
    .number()
    .int()
    .describe("Number of Terraform requests compared with AWS's API models."),
  checkedResources: z
    .number()
    .int()
    .describe("Number of resources compared with CloudFormation's schemas for their region."),
  uncheckedArguments: names.describe(
    "Types and arguments that were not compared, because they have no CloudFormation counterpart.",
  ),
  violations: z
    .array(violation)
    .readonly()
    .describe("Requests and resources that AWS would have refused but the emulator accepted."),
  isLookedOver: z
    .boolean()
    .describe("Whether the emulator could list what is left. Only this project's emulator can."),
  isKept: z.boolean().describe("Whether the environment was kept instead of destroyed (--keep)."),
});

export const rehearsalReport = z
  .strictObject({
    version: z.literal(1).describe("Version of this format."),
    startedAt: z.iso.datetime(),
    seconds,
    passed: z.boolean(),
    environments: z.array(environment).readonly(),
  })
  .describe("What `npm run rehearse -- --report <file>` writes.");

export type RehearsalReport = Readonly<z.infer<typeof rehearsalReport>>;
export type EnvironmentReport = Readonly<z.infer<typeof environment>>;
export type StackReport = Readonly<z.infer<typeof stack>>;
export type PhaseStep = Readonly<z.infer<typeof step>>;

/** @see https://developer.hashicorp.com/terraform/language/state */
export interface StateFile {
  readonly version: number;
  readonly resources: readonly { readonly type: string; readonly name: string }[];
}
