import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { PreviewService, type PreviewServiceProps } from "../../modules/preview/preview-service";
import { previewTags, PreviewVariables } from "../../modules/preview/preview-variables";
import { SharedGround } from "../../modules/preview/shared-ground";
import { LogGroup } from "../../modules/observability/log-group";
import type {
  Environment,
  HttpScaleOutSettings,
  TalkServiceSettings,
} from "../../settings/environment";
import {
  type ProgramSettings,
  serviceProps,
  sizedByContainers,
  targetProps,
} from "../props/settings-to-props";
import { type PreviewSettings, routingOf, sharedCapacity } from "../props/settings-to-previews";
import { SystemStack } from "../system-stack";

/** A system that can have previews. */
type PreviewedSettings = HttpScaleOutSettings | TalkServiceSettings;

/** A service of the system, as its previews have it. */
type Copied = Pick<
  PreviewServiceProps,
  | "container"
  | "family"
  | "image"
  | "name"
  | "paths"
  | "region"
  | "streamPrefix"
  | "targets"
  | "taskSize"
  | "volumes"
>;

/** Unit of the stack of a system's previews. */
export function previewUnit(system: string): string {
  return `preview-${system}`;
}

/**
 * A copy of a system's services for one pull request. `npm run preview` deploys it once for each preview, each with a state
 * of its own: everything that tells one from another follows from the stack's variables.
 */
export class PreviewStack extends SystemStack {
  constructor(
    scope: Construct,
    environment: Environment,
    system: SystemStack,
    settings: PreviewedSettings & { readonly previews: PreviewSettings },
  ) {
    const tags = { ...environment.tags, ...previewTags };
    super(scope, { ...environment, tags }, previewUnit(system.unit));
    const { previews } = settings;
    this.addOverride("terraform.backend.s3.workspace_key_prefix", this.node.id);
    const variables = new PreviewVariables(this, "variables");
    const ground = new SharedGround(this, "ground", {
      stack: system.node.id,
      capacity: sharedCapacity(this, settings),
    });
    const logs = new LogGroup(this, "logs", {
      name: `/ecs/${this.node.id}/${variables.name}`,
      retentionDays: this.logRetentionDays(),
    });
    let former: PreviewService | undefined;
    for (const [id, service] of copiedServices(this, settings)) {
      former = new PreviewService(this, id, {
        ...service,
        name: `${service.name}_${variables.name}`,
        family: `${service.family ?? service.name}_${variables.name}`,
        preview: variables.name,
        ground,
        routing: routingOf(this, previews),
        desiredCount: previews.tasks,
        waitForSteadyState: true,
        logs,
        after: former?.rule.resource,
      });
    }
    this.addOutputs({
      url: ground.url("var.preview_name"),
      created_on: variables.createdOn,
      expires_on: variables.expiresOn,
    });
    const limits = {
      expires_after_days: previews.expiresAfterDays,
      max_monthly_cost_usd: previews.maxMonthlyCostUsd,
      is_protected: environment.protections.deletionProtection,
    };
    for (const [name, value] of Object.entries(limits)) new TerraformOutput(this, name, { value });
  }
}

/** The services by their construct IDs, the one whose paths come first before the others. */
function copiedServices(
  stack: SystemStack,
  settings: PreviewedSettings,
): readonly (readonly [string, Copied])[] {
  if (!("services" in settings)) {
    const copied = copyOf(stack, settings, {
      paths: ["/*"],
      targets: targetProps(settings.loadBalancer),
    });
    return [["service", sizedByContainers(copied, settings)]];
  }
  const inOrder = Object.entries(settings.services).sort(
    ([, one], [, other]) => one.priority - other.priority,
  );
  return inOrder.map(([name, service]) => [
    `${name}-service`,
    {
      ...copyOf(stack, service, {
        paths: service.paths,
        targets: targetProps(settings.loadBalancer, service.healthCheckPath),
      }),
      family: stack.named(`${name}-service`),
      streamPrefix: `aws-${name}-service-cloudwatch`,
    },
  ]);
}

/** Nothing runs before a release or on a schedule: it would change the data that the system and its previews share. */
function copyOf<Route extends Pick<Copied, "paths" | "targets">>(
  stack: SystemStack,
  program: ProgramSettings & Pick<HttpScaleOutSettings, "volumes">,
  route: Route,
) {
  const service = serviceProps(stack, {
    ...program,
    beforeRelease: undefined,
    scheduledTasks: {},
  });
  return { ...service, ...route, volumes: attachedVolumes(program) };
}

/** Volumes that each task has for itself; the settings allow no others. */
function attachedVolumes({ volumes = {} }: Pick<HttpScaleOutSettings, "volumes">) {
  return Object.entries(volumes).flatMap(([name, volume]) =>
    volume.kind === "bind" || volume.kind === "ebs" ? [{ ...volume, name }] : [],
  );
}
