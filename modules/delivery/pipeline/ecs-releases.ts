import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { TerraformStack } from "cdktf";
import { resolved } from "../../resolved-json";

/** A service, and what a release changes in its task definition. */
export interface ReleasedService {
  readonly clusterName: string;
  readonly serviceName: string;
  /** Repository of each container whose image is that of the release. */
  readonly containers: Readonly<Record<string, string>>;
  /** Names of the roles of its tasks, or their starts with `*`. */
  readonly roleNames: readonly string[];
  /** Minutes after which a deployment has failed. */
  readonly timeoutMinutes: number;
}

/** The services of a stack that run images with the tag of a release. Call it when the stack is complete. */
export function releasedServices(stack: TerraformStack, timeoutMinutes: number): ReleasedService[] {
  const all = stack.node.findAll();
  const arnOf = (each: { readonly arn: string }) => String(resolved(stack, each.arn));
  const definitions = new Map(
    all.filter((each) => each instanceof EcsTaskDefinition).map((each) => [arnOf(each), each]),
  );
  const clusters = new Map(
    all.filter((each) => each instanceof EcsCluster).map((each) => [arnOf(each), each.nameInput]),
  );
  const roles = new Map(
    all.filter((each) => each instanceof IamRole).map((each) => [arnOf(each), nameOf(each)]),
  );
  return all
    .filter((each) => each instanceof EcsService)
    .flatMap((service) => {
      const definition = definitions.get(String(resolved(stack, service.taskDefinitionInput)));
      const clusterName = clusters.get(String(resolved(stack, service.clusterInput)));
      if (definition === undefined || clusterName === undefined) return [];
      const rolesOf = [definition.executionRoleArnInput, definition.taskRoleArnInput]
        .filter((arn) => arn !== undefined)
        .map((arn) => String(resolved(stack, arn)));
      const containers = containersOf(
        String(resolved(stack, definition.containerDefinitionsInput)),
      );
      return [
        {
          clusterName: String(resolved(stack, clusterName)),
          serviceName: String(resolved(stack, service.nameInput)),
          containers,
          timeoutMinutes,
          roleNames: rolesOf.map((arn) => roles.get(arn) ?? arn.slice(arn.indexOf("/") + 1)),
        },
      ];
    });
}

function nameOf({ nameInput, namePrefixInput = "" }: IamRole): string {
  return nameInput ?? `${namePrefixInput}*`;
}

/** Containers in the JSON of a task definition whose image has the variable `image_tag` as its tag. */
function containersOf(definitions: string): Record<string, string> {
  const found: Record<string, string> = {};
  const [, json = "[]"] = /^\$\{jsonencode\((.*)\)\}$/s.exec(definitions) ?? [];
  const all = JSON.parse(json) as readonly { readonly name: string; readonly image: string }[];
  for (const { name, image } of all) {
    const [, repository] = /\/([^:}]+):\$\{var\.image_tag\}$/.exec(image) ?? [];
    if (repository !== undefined) found[name] = repository;
  }
  return found;
}
