import * as z from "zod";

/*
 * The report of a rehearsal. `--report <file>` writes it as JSON; docs/rehearsal-report.schema.json is made of this.
 */

const names = z.array(z.string()).readonly();
const seconds = z.number().min(0);

const leftOver = z
  .record(z.string(), names)
  .readonly()
  .describe('Names by "service.Kind", as the emulator calls them.');

const step = z.strictObject({
  phase: z.enum(["init", "recover", "apply", "second plan", "change", "destroy"]),
  command: z.string().describe("Terraform's command."),
  seconds,
  failed: z.boolean().describe("Whether it failed or was refused."),
});

const stack = z.strictObject({
  stack: z.string(),
  resources: z.number().int().describe("How many resources were applied."),
  steps: z.array(step).readonly(),
  changes: z
    .array(z.strictObject({ address: z.string(), action: z.string() }))
    .readonly()
    .describe("What the change of the settings changed: resources, and outputs as output.<name>."),
  leftOut: z
    .array(z.strictObject({ address: z.string(), reason: z.string() }))
    .readonly()
    .describe("What could not be applied here."),
  protections: names.describe(
    "Addresses of what had to be given up to destruction before it was destroyed.",
  ),
});

const violation = z.strictObject({
  operation: z
    .string()
    .describe(
      'Of a request, as in "ecs:CreateService"; of a resource, its type in CloudFormation.',
    ),
  resource: z
    .string()
    .describe(
      "The parameter that names the resource, and its value, or the stack and the address.",
    ),
  field: z.string(),
  value: z.string(),
  rule: z.string().describe('As in "must be at most 32 long".'),
});

const environment = z.strictObject({
  environment: z.string(),
  passed: z.boolean(),
  error: z.string().optional().describe("Why it did not pass."),
  awsProvider: z.string(),
  seconds,
  stacks: z.array(stack).readonly().describe("In the order in which they were applied."),
  leftBehind: leftOver.describe(
    "What was still there after everything had been destroyed, and was not to stay.",
  ),
  kept: leftOver.describe("What remains because the stacks request it (skip_destroy)."),
  checkedRequests: z
    .number()
    .int()
    .describe("How many of Terraform's requests were compared with AWS's API models."),
  checkedResources: z
    .number()
    .int()
    .describe("How many resources were compared with CloudFormation's schemas for their region."),
  uncheckedArguments: names.describe(
    "Types, and arguments of types, that were not compared: nothing of CloudFormation's stands for them.",
  ),
  violations: z
    .array(violation)
    .readonly()
    .describe("Requests and resources that AWS would have refused though the emulator took them."),
  isLookedOver: z
    .boolean()
    .describe("Whether the emulator could list what is left. Only this project's own can."),
  isKept: z.boolean().describe("Whether it was left as it is, not destroyed (--keep)."),
});

export const rehearsalReport = z
  .strictObject({
    version: z.literal(1).describe("Of this format."),
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
