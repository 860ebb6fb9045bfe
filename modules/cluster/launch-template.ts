import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { LaunchTemplate as AwsLaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { rootVolumeGiB } from "../../aws/scaling/scaling";
import { validate, within } from "../validation";
import { namePrefix } from "./name-prefix";

export type Architecture = "x86_64" | "arm64";

export interface LaunchTemplateProps {
  readonly name: string;
  /** @default none: the group chooses by requirements */
  readonly instanceType?: string;
  readonly architecture: Architecture;
  /** Whether the instances have GPUs, whose driver AWS's image for x86_64 has. */
  readonly gpus: boolean;
  readonly rootVolumeGiB: number;
  /** @default that of `imageParameter` */
  readonly imageId?: string;
  /** SSM parameter that holds the id of the image. @default AWS's newest of the architecture, or for GPUs */
  readonly imageParameter?: string;
  readonly instanceProfileArn: string;
  readonly securityGroupId: string;
  /** Whether the subnets decide about public addresses. Otherwise instances never get one. */
  readonly publicAddresses: "by-subnet" | "never";
  readonly metadataHopLimit: 1 | 2;
  /** In base 64. */
  readonly userData: string;
  readonly keyName?: string;
  /** Of burstable types. @default AWS's own mode for the type */
  readonly cpuCredits?: "standard" | "unlimited";
  readonly tags: Readonly<Record<string, string>>;
}

/** Where AWS publishes the newest ECS-optimised image of Amazon Linux 2023. */
const IMAGE_PARAMETERS: Readonly<Record<Architecture, string>> = {
  x86_64: "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id",
  arm64: "/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id",
};

/** The one with NVIDIA's driver. @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-gpu.html */
const GPU_IMAGE_PARAMETER =
  "/aws/service/ecs/optimized-ami/amazon-linux-2023/gpu/recommended/image_id";

/**
 * How an instance of the cluster is made. Every change is a new version; a new image of AWS is one, too, and shows in
 * the next plan.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/retrieve-ecs-optimized_AMI.html
 */
export class LaunchTemplate extends Construct {
  readonly resource: AwsLaunchTemplate;
  readonly id: string;
  /** The latest version as a number. `$Latest` would never change, so it would never refresh an instance. */
  readonly version: string;

  constructor(scope: Construct, id: string, props: LaunchTemplateProps) {
    super(scope, id);
    // A volume cannot be smaller than its snapshot, and that of the image has 30 GiB; gp3 ends at 16 TiB.
    validate(this, within("rootVolumeGiB", props.rootVolumeGiB, ...rootVolumeGiB));
    this.resource = new AwsLaunchTemplate(this, "Default", {
      namePrefix: namePrefix(props.name, "node", 128),
      imageId: props.imageId ?? this.newestImage(props),
      instanceType: props.instanceType,
      keyName: props.keyName,
      creditSpecification: props.cpuCredits && { cpuCredits: props.cpuCredits },
      iamInstanceProfile: { arn: props.instanceProfileArn },
      userData: props.userData,
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: props.metadataHopLimit,
      },
      // Without it instances report their CPU every five minutes, and all scaling on it lags as much.
      monitoring: { enabled: true },
      blockDeviceMappings: [rootVolume(props.rootVolumeGiB)],
      ...networkOf(props),
      tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({
        resourceType,
        tags: { ...props.tags, Name: props.name },
      })),
      lifecycle: { createBeforeDestroy: true },
    });
    this.id = this.resource.id;
    this.version = this.resource.getStringAttribute("latest_version");
  }

  private newestImage({
    architecture,
    gpus,
    imageParameter = gpus ? GPU_IMAGE_PARAMETER : IMAGE_PARAMETERS[architecture],
  }: LaunchTemplateProps): string {
    const image = new DataAwsSsmParameter(this, "image", { name: imageParameter });
    // `value` is sensitive and would hide every change of the image.
    return image.insecureValue;
  }
}

function rootVolume(sizeGiB: number) {
  return {
    deviceName: "/dev/xvda",
    ebs: {
      volumeType: "gp3",
      volumeSize: sizeGiB,
      encrypted: "true",
      deleteOnTermination: "true",
    },
  };
}

/**
 * No template ever asks for a public address (control EC2.25). Where instances need one, because there is no NAT, it
 * comes from the subnet: default subnets give one to every interface unless told otherwise, which is why instances that
 * need none refuse it.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-25
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html
 */
function networkOf({ publicAddresses, securityGroupId }: LaunchTemplateProps) {
  if (publicAddresses === "by-subnet") return { vpcSecurityGroupIds: [securityGroupId] };
  return {
    networkInterfaces: [
      {
        associatePublicIpAddress: "false",
        deleteOnTermination: "true",
        securityGroups: [securityGroupId],
      },
    ],
  };
}

/**
 * When the ECS agent pulls an image that an instance already has.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/pull-behavior.html
 */
export type ImagePullBehavior = "default" | "always" | "once" | "prefer-cached";

export interface UserDataProps {
  readonly clusterName: string;
  readonly imagePullBehavior: ImagePullBehavior;
  readonly spot: boolean;
  /** Whether instances may wait in a warm pool: the agent joins the cluster only when one leaves it. @default false */
  readonly warmPool?: boolean;
  /** Whether the agent gives GPUs to tasks. @default false */
  readonly gpus?: boolean;
  /** A script that runs after the agent is configured. @default none */
  readonly extra?: string;
}

const CONFIGURATION_FILE = "/etc/ecs/ecs.config";

/**
 * The script that an instance runs at its first start, in base 64: it tells the ECS agent its cluster.
 *
 * What the agent's image for Amazon Linux already switches on (task roles, the `awslogs` driver) is not repeated.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-agent-config.html
 */
export function userData(props: UserDataProps): string {
  const settings = {
    ECS_CLUSTER: props.clusterName,
    ECS_IMAGE_PULL_BEHAVIOR: props.imagePullBehavior,
    // The hop limit keeps tasks in bridge mode from the instance's credentials; this one those in awsvpc mode.
    ECS_AWSVPC_BLOCK_IMDS: "true",
    // AWS's own image with the driver has it; an image of one's own need not.
    ...(props.gpus === true ? { ECS_ENABLE_GPU_SUPPORT: "true" } : {}),
    // On the two minutes' notice of an interruption the agent drains the instance.
    ...(props.warmPool === true ? { ECS_WARM_POOLS_CHECK: "true" } : {}),
    ...(props.spot ? { ECS_ENABLE_SPOT_INSTANCE_DRAINING: "true" } : {}),
  };
  const lines = Object.entries(settings).map(
    ([name, value]) => `echo ${name}=${value} >> ${CONFIGURATION_FILE}`,
  );
  return Fn.base64encode(["#!/bin/bash", ...lines, ...extraLines(props.extra), ""].join("\n"));
}

/** In base 64, so that neither Terraform nor this script's shell reads what is in it. */
function extraLines(script: string | undefined): readonly string[] {
  if (script === undefined) return [];
  return [`echo ${Buffer.from(script).toString("base64")} | base64 --decode | bash`];
}
