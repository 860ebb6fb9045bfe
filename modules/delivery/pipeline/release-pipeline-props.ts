import type { BuildProjectProps } from "./build-project";
import type { Architecture, BuiltImage, ScanLimits } from "./commands";
import type { DeployerProps } from "./deployer";
import type { ReleasedService } from "./ecs-releases";
import type { RepositorySourceProps } from "./repository-source";

export interface ReleasePipelineProps extends Omit<
  DeployerProps,
  "artifacts" | "pipeline" | "deployPolicyArns"
> {
  /** Name of the pipeline, at most 55 characters: the start of all names. */
  readonly name: string;
  readonly region: string;
  readonly source: RepositorySourceProps;
  /** Images that the system's tasks run. @default none: their addresses have tags */
  readonly images: readonly BuiltImage[];
  /** Repository to which something else pushes images, each of whose tags is a release. @default - commits are releases */
  readonly pushedRepository?: string;
  readonly architectures: readonly Architecture[];
  /** Commands that test a commit. */
  readonly testCommands: readonly string[];
  /** Size of the machines that build and test. */
  readonly buildSize: NonNullable<BuildProjectProps["size"]>;
  readonly scan: ScanLimits;
  /** What deploys: an apply of the stack, or CodePipeline, which gives the services new task definitions. */
  readonly deploy:
    | { readonly kind: "terraform"; readonly policyArns?: readonly string[] }
    | {
        readonly kind: "ecs";
        readonly services: readonly ReleasedService[];
      };
  /** Whether a person approves each plan. */
  readonly approval: boolean;
  /** Whether the page of the stack is built for a plan. */
  readonly hasPage: boolean;
  /** Whether a stage Deploy that fails goes back to the last release. */
  readonly rollsBack: boolean;
  /** Alarms that fail the stage Deploy, and the time in which they do. @default none */
  readonly alarms?: { readonly names: readonly string[]; readonly minutes: number };
  readonly logRetentionDays: number;
  /** Topic that is notified of failures and approvals, which admits EventBridge. @default none */
  readonly topicArn?: string;
}
