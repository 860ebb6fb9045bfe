import type { EcsServiceVolumeConfiguration } from "@cdktf/provider-aws/lib/ecs-service";
import type { EcsTaskDefinitionVolume } from "@cdktf/provider-aws/lib/ecs-task-definition";
import type { ITerraformDependable } from "cdktf";
import { diskDefaults } from "../../../aws/defaults";
import type { PolicyStatement } from "../../identity/service-role";

/** A volume of a task, which its containers mount by name. */
export type TaskVolume = SharedFolder | FileSystemVolume | DiskVolume;

/** An empty folder for the containers of a task, which is gone with it. */
export interface SharedFolder {
  readonly kind: "bind";
  readonly name: string;
}

/** A file system of EFS, the same for all tasks. */
export interface FileSystemVolume {
  readonly kind: "efs";
  readonly name: string;
  readonly fileSystemId: string;
  readonly fileSystemArn: string;
  /** @default the whole file system */
  readonly accessPointId?: string;
  /** What must exist before a task mounts it. @default none */
  readonly ready?: readonly ITerraformDependable[];
}

/**
 * An encrypted gp3 volume of EBS for each task, which ECS creates with the task and deletes with it.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ebs-volumes.html
 */
export interface DiskVolume {
  readonly kind: "ebs";
  readonly name: string;
  readonly sizeGiB: number;
  /** @default 3000 */
  readonly iops?: number;
  /** @default 125 */
  readonly throughputMiBps?: number;
  /** @default "xfs" */
  readonly fileSystem?: "xfs" | "ext4" | "ext3";
  /** @default an empty volume */
  readonly snapshotId?: string;
  /** ARN of a customer managed key. @default AWS's own */
  readonly kmsKeyArn?: string;
}

export function volumeBlock(volume: TaskVolume): EcsTaskDefinitionVolume {
  const { name } = volume;
  switch (volume.kind) {
    case "bind":
      return { name };
    case "efs":
      return {
        name,
        efsVolumeConfiguration: {
          fileSystemId: volume.fileSystemId,
          transitEncryption: "ENABLED",
          authorizationConfig: { accessPointId: volume.accessPointId, iam: "ENABLED" },
        },
      };
    case "ebs":
      return { name, configureAtLaunch: true };
  }
}

/** What must exist before a task can mount its volumes. */
export function volumesReady(volumes: readonly TaskVolume[] = []): ITerraformDependable[] {
  return volumes.flatMap((volume) => (volume.kind === "efs" ? (volume.ready ?? []) : []));
}

/** What the programs need to mount file systems; to write, unless all mounts of one are read-only. */
export function fileSystemStatements(
  volumes: readonly TaskVolume[],
  isWritten: (volume: string) => boolean,
): PolicyStatement[] {
  return volumes.flatMap((volume) =>
    volume.kind === "efs"
      ? [
          {
            actions: [
              "elasticfilesystem:ClientMount",
              ...(isWritten(volume.name) ? ["elasticfilesystem:ClientWrite"] : []),
            ],
            resources: [volume.fileSystemArn],
          },
        ]
      : [],
  );
}

/** @param roleArn the role by which ECS creates, attaches and deletes the volumes */
export function diskConfiguration(
  volume: DiskVolume,
  roleArn: string,
): EcsServiceVolumeConfiguration {
  return {
    name: volume.name,
    managedEbsVolume: {
      roleArn,
      encrypted: true,
      kmsKeyId: volume.kmsKeyArn,
      volumeType: "gp3",
      sizeInGb: volume.sizeGiB,
      iops: volume.iops ?? diskDefaults.iops,
      throughput: volume.throughputMiBps ?? diskDefaults.throughputMiBps,
      fileSystemType: volume.fileSystem ?? diskDefaults.fileSystem,
      snapshotId: volume.snapshotId,
      // Terraform's default tags end at the service.
      tagSpecifications: [{ resourceType: "volume", propagateTags: "SERVICE" }],
    },
  };
}
