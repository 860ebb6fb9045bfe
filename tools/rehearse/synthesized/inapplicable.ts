/** What an emulator, or the provider that it was measured with, cannot do. One line each. */

/** Types of resources that moto cannot make: they are planned, not applied. */
export const INAPPLICABLE_TYPES: Readonly<Record<string, string>> = {
  aws_codepipeline: "moto does not answer as CodePipeline does",
  aws_codestarconnections_connection: "moto has no CodeStar connections",
  aws_codeconnections_connection: "moto has no CodeConnections",
};

export interface NewerArgument {
  readonly type: string;
  /** Names of the blocks it stands in, and its own. */
  readonly path: readonly string[];
  /** An AWS provider that has it; the measured one, 5.100.0, does not. */
  readonly since: string;
}

/** Arguments that only a newer AWS provider knows: the resource is applied without them. */
export const NEWER_ARGUMENTS: readonly NewerArgument[] = [
  { type: "aws_ecs_service", path: ["deployment_configuration"], since: "6.25.0" },
  { type: "aws_ecs_service", path: ["load_balancer", "advanced_configuration"], since: "6.25.0" },
  { type: "aws_api_gateway_integration", path: ["integration_target"], since: "6.25.0" },
];

/** Types that only a newer AWS provider knows: they cannot even be planned. */
export const NEWER_TYPES: Readonly<Record<string, string>> = {
  aws_ecs_express_gateway_service: "6.25.0",
};
