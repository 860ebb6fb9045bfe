import * as z from "zod";
import { diskDefaults, fileSystemDefaults } from "../../aws/defaults";
import * as aws from "../../aws/volumes";
import { arn, choice, dictionary, flag, kindsOf, settings, textOf, wholeNumber } from "./fields";

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
          /** User that its files belong to. @default 1000 */
          uid: wholeNumber(...aws.posixId).default(fileSystemDefaults.uid),
          /** Group that its files belong to. @default 1000 */
          gid: wholeNumber(...aws.posixId).default(fileSystemDefaults.gid),
          /** Whether AWS Backup keeps a copy of each day for 35 days. @default true */
          backups: flag().default(fileSystemDefaults.backups),
        }),
        /** A file system of EFS that is there already, with mount targets in the network's zones. */
        settings({
          kind: z.literal("existing-efs"),
          fileSystemId: textOf(aws.fileSystemId),
          /** Security group of its mount targets. The tasks are let in on port 2049. */
          securityGroupId: textOf(aws.securityGroupId),
          /** @default the whole file system */
          accessPointId: textOf(aws.accessPointId).optional(),
        }),
        /** A volume of EBS for each task, encrypted, which ECS creates with the task and deletes with it. */
        settings({
          kind: z.literal("ebs"),
          sizeGiB: wholeNumber(...aws.ebs.sizeGiB),
          /** @default 3000 */
          iops: wholeNumber(...aws.ebs.iops).default(diskDefaults.iops),
          /** @default 125 */
          throughputMiBps: wholeNumber(...aws.ebs.throughputMiBps).default(
            diskDefaults.throughputMiBps,
          ),
          /** @default "xfs" */
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
    { max: 10 },
  ).optional();
}
