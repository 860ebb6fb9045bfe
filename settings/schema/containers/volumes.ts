import * as z from "zod";
import { diskDefaults, fileSystemDefaults } from "../../../aws/defaults";
import * as aws from "../../../aws/containers/volumes";
import { arn, choice, dictionary, flag, kindsOf, settings, textOf, wholeNumber } from "../fields";

/** Volumes of a task by name, which its containers mount. */
export function volumes() {
  return dictionary(
    'of 1 to 40 letters, digits and inner hyphens, as in "data"',
    /^(?=.{1,40}$)[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*$/,
    z.discriminatedUnion(
      "kind",
      [
        /** An empty folder for the containers of a task, which is gone with it. */
        settings({ kind: z.literal("bind") }),
        /** A new file system of EFS for all tasks, encrypted, with an access point. */
        settings({
          kind: z.literal("efs"),
          /**
           * Number of the user that its files belong to.
           * @default 1000
           * @see https://docs.aws.amazon.com/efs/latest/ug/efs-access-points.html
           */
          uid: wholeNumber(...aws.posixId).default(fileSystemDefaults.uid),
          /**
           * Number of the group that its files belong to.
           * @default 1000
           * @see https://docs.aws.amazon.com/efs/latest/ug/efs-access-points.html
           */
          gid: wholeNumber(...aws.posixId).default(fileSystemDefaults.gid),
          /** Whether AWS Backup keeps a copy of each day for 35 days. @default true */
          backups: flag().default(fileSystemDefaults.backups),
        }),
        /** A file system of EFS that is there already, with mount targets in the network's zones. */
        settings({
          kind: z.literal("existing-efs"),
          /** ID of the file system. */
          fileSystemId: textOf(aws.fileSystemId),
          /** Security group of its mount targets. The tasks are let in on port 2049. */
          securityGroupId: textOf(aws.securityGroupId),
          /**
           * Access point that the tasks use.
           * @default the whole file system
           */
          accessPointId: textOf(aws.accessPointId).optional(),
        }),
        /** A volume of EBS for each task, encrypted, which ECS creates with the task and deletes with it. */
        settings({
          kind: z.literal("ebs"),
          /**
           * GiB of each volume.
           * @see https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html
           */
          sizeGiB: wholeNumber(...aws.ebs.sizeGiB),
          /**
           * Number of input and output operations per second.
           * @default 3000
           * @see https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html
           */
          iops: wholeNumber(...aws.ebs.iops).default(diskDefaults.iops),
          /**
           * MiB per second that it reads and writes at most.
           * @default 125
           * @see https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html
           */
          throughputMiBps: wholeNumber(...aws.ebs.throughputMiBps).default(
            diskDefaults.throughputMiBps,
          ),
          /**
           * File system on the volume.
           * @default "xfs"
           */
          fileSystem: choice(...aws.ebsFileSystems).default(diskDefaults.fileSystem),
          /** Snapshot that it starts with. @default an empty volume */
          snapshotId: textOf(aws.snapshotId).optional(),
          /** ARN of a customer managed KMS key. @default AWS's own key */
          kmsKeyArn: arn(
            "must be the ARN of a KMS key",
            { service: "kms", resource: String.raw`key/[\w-]{1,64}` },
            "key/ and its id",
          ).optional(),
        }),
      ],
      kindsOf('must be an object with kind "bind", "efs", "existing-efs" or "ebs"'),
    ),
    { min: 1, max: 10 },
  ).optional();
}
