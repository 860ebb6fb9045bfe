import type { Slots } from "../../process/slots";
import type { Account } from "../emulator/account";
import { type GuardOptions, judge } from "../guard/guard";
import {
  describeChanges,
  deservesALook,
  isResourceMade,
  unexpectedChanges,
  usersOfDeferredReads,
} from "./expected-changes";
import type { Progress } from "./progress";
import { protectionsOf } from "./protections";
import type { PhaseStep, StackReport } from "./report";
import { settingsChangeOf } from "./settings-change";
import type { Available, Workplace } from "./workplace";
import { type CheckedStack, createdResources, type State } from "../cloudformation/resource-check";
import type { Plan, PlannedChange } from "../terraform/plan";
import { type InitArgument, Terraform } from "../terraform/terraform";
import type { WorkCopy } from "../terraform/work-copy";
import type { S3Backend, StackJson } from "../../synthesized/stack-json";
import type { SynthesizedStack } from "../../synthesized/synthesis";

export interface StackRehearsalOptions {
  readonly workplace: Workplace;
  readonly account: Account;
  /** Whether the account may contain earlier resources. @default false */
  readonly isGiven?: boolean;
  /** Values for the variables that a stack declares. */
  readonly variables: Readonly<Record<string, string>>;
  readonly progress: Progress;
  /** Maximum number of Terraform commands at once. */
  readonly slots: Slots;
  /** What the guard allows. @default nothing */
  readonly allowances?: GuardOptions;
  /** Receives the plan of each stack after its apply: every resource, with the values that only an apply tells. @default none */
  readonly onApplied?: (stack: string, plan: unknown) => void;
}

type Phase = PhaseStep["phase"];

/** One stack on the emulator: each phase of its life, and the results to report. */
export class StackRehearsal {
  readonly name: string;
  readonly copy: WorkCopy;
  readonly json: StackJson;
  private readonly available: Available;
  private readonly options: StackRehearsalOptions;
  private readonly steps: PhaseStep[] = [];
  private variables: Readonly<Record<string, string>>;
  private phase: Phase = "init";
  private resources = 0;
  private changes: readonly PlannedChange[] = [];
  private protections: readonly string[] = [];

  private constructor(
    name: string,
    available: Available,
    options: StackRehearsalOptions,
    copy: WorkCopy,
  ) {
    this.name = name;
    this.available = available;
    this.json = available.json;
    this.options = options;
    this.copy = copy;
    this.variables = this.json.valuesFor(options.variables);
  }

  static async of(
    stack: SynthesizedStack,
    options: StackRehearsalOptions,
  ): Promise<StackRehearsal> {
    const { copy, ...available } = await options.workplace.copyOf(stack);
    const rehearsal = new StackRehearsal(stack.name, available, options, copy);
    for (const { address, reason } of available.leftOut)
      rehearsal.tell(`leaves out ${address}: ${reason}`);
    return rehearsal;
  }

  get backend(): S3Backend | undefined {
    return this.json.s3Backend;
  }

  get terraform(): Terraform {
    return new Terraform({
      folder: this.copy.folder,
      env: this.options.workplace.environment(this.options.account.endpoint),
      variables: this.variables,
      // An earlier state may contain types that no stack here uses.
      providers: this.options.isGiven === true ? undefined : this.options.workplace.providers,
      slots: this.options.slots,
      endedBy: this.options.account.lost,
      onStart: (command) => {
        this.options.progress.begins(this.name, command);
      },
      onStep: (step) => {
        this.steps.push({ phase: this.phase, ...step });
        this.options.progress.ends(this.name);
        this.tell(`${step.command}${step.failed ? " failed" : ""} ${step.seconds.toFixed(1)} s`);
      },
    });
  }

  /** Counts everything from now on as part of this phase. */
  beginPhase(phase: Phase): void {
    this.phase = phase;
  }

  async init(...args: readonly InitArgument[]): Promise<void> {
    this.phase = "init";
    await this.terraform.init(...args);
  }

  /** @param isNew whether the account does not contain the stack yet */
  async apply(isNew: boolean): Promise<void> {
    this.phase = "apply";
    await this.planOnly();
    if (isNew) {
      const { changes } = await this.terraform.applyAtOnce();
      this.resources = changes.filter(isResourceMade).length;
    } else {
      await this.guardedApply(await this.terraform.plan());
      const addresses = await this.terraform.stateList();
      this.resources = addresses.filter((address) => !address.startsWith("data.")).length;
    }
    this.tell(`applied ${this.resources} resources`);
  }

  /** The resources that the apply created, with all known attributes. */
  async created(): Promise<CheckedStack> {
    return createdResources(this.name, this.json, (await this.terraform.statePull()) as State);
  }

  /** Plans again right after an apply, and expects no change. */
  async expectNoChange(): Promise<void> {
    this.phase = this.phase === "change" ? "change" : "second plan";
    const { changes } = await this.terraform.plan();
    if (changes.length === 0) {
      if (this.phase === "second plan")
        this.options.onApplied?.(this.name, await this.terraform.showPlan());
      return;
    }
    const described = describeChanges(await this.terraform.showPlan());
    throw new Error(
      `${this.name}: a second plan right after the apply still wants to change\n${described}`,
    );
  }

  /**
   * Changes the stack's settings, as a new synth and a new release would, and expects exactly the resulting changes.
   *
   * @param lifting whether to also lift the protection of the stack's resources, before they are destroyed
   */
  async changeSettings(lifting: boolean): Promise<void> {
    this.phase = "change";
    const change = settingsChangeOf(this.json, this.variables);
    const protections = protectionsOf(this.json);
    const expected = new Map<string, string>(change.expected);
    if (lifting) {
      this.protections = protections.addresses;
      for (const address of protections.changed) expected.set(address, "update");
      if (protections.addresses.length > 0) this.copy.override("protections", protections.lifted);
    }
    if (expected.size === 0) return;
    this.copy.replaceStack(change.json);
    this.variables = change.variables;
    const plan = await this.terraform.plan();
    const tolerated = usersOfDeferredReads(this.json, [...expected.keys()]);
    const unexpected = unexpectedChanges(plan, expected, tolerated);
    if (unexpected.length > 0)
      throw new Error(
        `${this.name}: a change of the settings has unexpected consequences\n${unexpected.join("\n")}\n` +
          describeChanges(await this.terraform.showPlan()),
      );
    this.changes = plan.changes.filter(({ action }) => action !== "read");
    await this.guardedApply(plan);
    await this.expectNoChange();
    this.tell(`changed ${[...expected.keys()].join(", ")}, and nothing else`);
  }

  async destroy(): Promise<void> {
    this.phase = "destroy";
    await this.terraform.destroy();
    this.tell("destroyed");
  }

  /** Applies a plan, unless it destroys something that must be kept. */
  async guardedApply(plan: Plan): Promise<void> {
    if (plan.changes.some(deservesALook)) {
      const { refusals } = judge(await this.terraform.showPlan(), this.options.allowances);
      if (refusals.length > 0) throw new Error(`${this.name}: ${refusals.join("\n")}`);
    }
    await this.terraform.apply();
  }

  report(): StackReport {
    const { resources, steps, changes, protections } = this;
    const { leftOut, onlyPlanned } = this.available;
    return {
      stack: this.name,
      resources,
      steps,
      changes,
      leftOut: [
        ...leftOut,
        ...onlyPlanned.map(({ address, reason }) => ({
          address,
          reason: `planned, not applied: ${reason}`,
        })),
      ],
      protections,
    };
  }

  tell(line: string): void {
    this.options.progress.tell(this.name, line);
  }

  /** Plans what the emulator cannot create. The plan only shows what the provider accepts. */
  private async planOnly(): Promise<void> {
    const { planned, onlyPlanned, json } = this.available;
    if (onlyPlanned.length === 0) return;
    this.copy.replaceStack(planned);
    const { changes } = await this.terraform.plan();
    this.copy.replaceStack(json);
    for (const { address, reason } of onlyPlanned) {
      if (!address.startsWith("data.") && !changes.some((change) => change.address === address))
        throw new Error(`${this.name}: no plan contains ${address}, which cannot be applied here`);
      this.tell(`planned, not applied: ${address}: ${reason}`);
    }
  }
}
