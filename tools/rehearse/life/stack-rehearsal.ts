import type { Slots } from "../../process/slots";
import type { Emulator } from "../emulator/emulator";
import type { StackJson } from "../synthesized/stack-json";
import type { SynthesizedStack } from "../synthesized/synthesis";
import type { LeftOut } from "../synthesized/without-providers";
import type { Plan } from "../terraform/plan";
import { type Step, Terraform } from "../terraform/terraform";
import type { WorkCopy } from "../terraform/work-copy";
import { describeChanges } from "./describe-changes";
import { protectionsOf } from "./protections";
import type { StackReport } from "./report";
import type { Workplace } from "./workplace";

export interface StackRehearsalOptions {
  readonly workplace: Workplace;
  readonly emulator: Emulator;
  /** Values for those variables that a stack declares. */
  readonly variables: Readonly<Record<string, string>>;
  readonly onProgress: (line: string) => void;
  /** How many Terraforms may run at once. */
  readonly slots: Slots;
}

/** One stack on the emulator: each step of its life, and what there is to report of them. */
export class StackRehearsal {
  readonly name: string;
  readonly terraform: Terraform;
  readonly copy: WorkCopy;
  private readonly json: StackJson;
  private readonly leftOut: readonly LeftOut[];
  private readonly options: StackRehearsalOptions;
  private readonly steps: Step[] = [];
  private resources = 0;
  private protections: readonly string[] = [];

  private constructor(
    name: string,
    json: StackJson,
    leftOut: readonly LeftOut[],
    options: StackRehearsalOptions,
    copy: WorkCopy,
  ) {
    this.name = name;
    this.json = json;
    this.leftOut = leftOut;
    this.options = options;
    this.copy = copy;
    this.terraform = new Terraform({
      folder: copy.folder,
      env: options.workplace.environment(options.emulator.endpoint),
      variables: only(json.variables, options.variables),
      slots: options.slots,
      onStep: (step) => {
        this.steps.push(step);
        const outcome = step.failed ? " refused or failed" : "";
        this.tell(`${step.command}${outcome} ${step.seconds.toFixed(1)} s`);
      },
    });
  }

  static async of(
    stack: SynthesizedStack,
    options: StackRehearsalOptions,
  ): Promise<StackRehearsal> {
    const { copy, json, leftOut } = await options.workplace.copyOf(stack);
    const rehearsal = new StackRehearsal(stack.name, json, leftOut, options, copy);
    for (const { address, reason } of leftOut) rehearsal.tell(`leaves out ${address}: ${reason}`);
    return rehearsal;
  }

  get backend(): StackJson["s3Backend"] {
    return this.json.s3Backend;
  }

  /** Plans, and applies what was planned. */
  async apply(): Promise<void> {
    await this.terraform.plan();
    await this.terraform.apply();
    this.resources = (await this.terraform.stateList()).filter(
      (address) => !address.startsWith("data."),
    ).length;
    this.tell(`applied ${this.resources} resources`);
  }

  /** Plans again, right after an apply: nothing may be left to change. */
  async expectNoChange(): Promise<void> {
    const { changes } = await this.terraform.plan();
    if (changes.length === 0) return;
    throw new Error(
      `${this.name}: a second plan right after the apply still wants to change\n${describeChanges(await this.terraform.showPlan())}`,
    );
  }

  /** Lifts what protects the stack's resources, the way that a change of the settings would. */
  async liftProtections(): Promise<void> {
    const { addresses, lifted } = protectionsOf(this.json);
    this.protections = addresses;
    if (addresses.length === 0) return;
    this.copy.override("protections", lifted);
    const plan = await this.terraform.plan();
    expectUpdatesOnly(this.name, plan);
    await this.terraform.apply();
    this.tell(`lifted the protection of ${addresses.join(", ")}`);
  }

  async destroy(): Promise<void> {
    await this.terraform.destroy();
    const left = await this.terraform.stateList();
    if (left.length > 0)
      throw new Error(`${this.name}: after destroy the state still has ${left.join(", ")}`);
    this.tell("destroyed");
  }

  report(): StackReport {
    const { name: stack, resources, steps, leftOut, protections } = this;
    return { stack, resources, steps, leftOut, protections };
  }

  private tell(line: string): void {
    this.options.onProgress(`${this.name}: ${line}`);
  }
}

function expectUpdatesOnly(stack: string, { changes }: Plan): void {
  const others = changes.filter(({ action }) => action !== "update" && action !== "read");
  if (others.length === 0) return;
  throw new Error(
    `${stack}: to lift protections must update only, and would ${JSON.stringify(others)}`,
  );
}

function only(
  names: readonly string[],
  values: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));
}
