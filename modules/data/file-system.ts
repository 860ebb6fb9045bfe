import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { EfsAccessPoint } from "@cdktf/provider-aws/lib/efs-access-point";
import { EfsBackupPolicy } from "@cdktf/provider-aws/lib/efs-backup-policy";
import { EfsFileSystem } from "@cdktf/provider-aws/lib/efs-file-system";
import { EfsFileSystemPolicy } from "@cdktf/provider-aws/lib/efs-file-system-policy";
import { EfsMountTarget } from "@cdktf/provider-aws/lib/efs-mount-target";
import { type ITerraformDependable, Token } from "cdktf";
import { Construct } from "constructs";
import { fileSystemDefaults } from "../../aws/defaults";
import { NFS_PORT } from "../../aws/containers/volumes";
import { accountIdOf, partitionOf } from "../aws-lookups";
import { tlsOnlyFor } from "../identity/tls-only";
import type { Network } from "../network/network";
import { port, SecurityGroup } from "../network/security-group";

/** Allows connections from a security group to a file system's mount targets. */
export function allowToFileSystem(
  id: string,
  from: SecurityGroup,
  mountTargets: Pick<SecurityGroup, "securityGroupId">,
): void {
  from.allowTo(id, mountTargets, port(NFS_PORT), "File system");
}

/** The ARN of a file system in the stack's account. */
export function fileSystemArn(scope: Construct, region: string, fileSystemId: string): string {
  return `arn:${partitionOf(scope)}:elasticfilesystem:${region}:${accountIdOf(scope)}:file-system/${fileSystemId}`;
}

export interface FileSystemProps {
  readonly network: Pick<Network, "vpcId" | "workloadSubnetIds">;
  /** Value of its tag `Name`, and prefix of its security group's name. */
  readonly name: string;
  /** User and group that own its files, whoever writes them. @default - 1000, the containers' own */
  readonly uid?: number;
  readonly gid?: number;
  /** Whether AWS Backup keeps daily copies for 35 days. @default true */
  readonly backups?: boolean;
  /** Whether Terraform refuses to destroy it. @default false */
  readonly deletionProtection?: boolean;
}

/**
 * An encrypted EFS file system with a mount target in each subnet, and an access point: a folder whose files belong to
 * one user. Only TLS connections by roles of this account are accepted, and only from security groups that `allowFrom`
 * adds.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/efs-volumes.html
 */
export class FileSystem extends Construct {
  readonly resource: EfsFileSystem;
  readonly accessPoint: EfsAccessPoint;
  readonly securityGroup: SecurityGroup;
  /** Resources that must exist before a task mounts it. */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: FileSystemProps) {
    super(scope, id);
    const { network, name } = props;
    this.resource = new EfsFileSystem(this, "Default", {
      encrypted: true,
      // Billed by data read and written, without credits.
      throughputMode: "elastic",
      tags: { Name: name },
      lifecycle: props.deletionProtection === true ? { preventDestroy: true } : undefined,
    });
    const backups = (props.backups ?? fileSystemDefaults.backups) ? "ENABLED" : "DISABLED";
    new EfsBackupPolicy(this, "backups", {
      fileSystemId: this.resource.id,
      backupPolicy: { status: backups },
    });
    this.accessPoint = this.addAccessPoint(props);
    this.securityGroup = new SecurityGroup(this, "security-group", {
      vpcId: network.vpcId,
      namePrefix: `${name}-files-`,
      description: `File system ${name}`,
    });
    const policy = this.addPolicy();
    this.ready = [policy, ...this.addMountTargets(network.workloadSubnetIds)];
  }

  /** Allows members of a security group to mount it. */
  allowFrom(id: string, group: SecurityGroup): void {
    allowToFileSystem(id, group, this.securityGroup);
  }

  private addAccessPoint({ uid, gid }: FileSystemProps): EfsAccessPoint {
    const owner = { uid: uid ?? fileSystemDefaults.uid, gid: gid ?? fileSystemDefaults.gid };
    return new EfsAccessPoint(this, "access-point", {
      fileSystemId: this.resource.id,
      posixUser: owner,
      rootDirectory: {
        path: "/data",
        creationInfo: { ownerUid: owner.uid, ownerGid: owner.gid, permissions: "0755" },
      },
    });
  }

  /** @see https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html */
  private addPolicy(): EfsFileSystemPolicy {
    const { arn, id: fileSystemId } = this.resource;
    const account = `arn:${partitionOf(this)}:iam::${accountIdOf(this)}:root`;
    const document = new DataAwsIamPolicyDocument(this, "policy-document", {
      statement: [
        tlsOnlyFor(["elasticfilesystem:*"], [arn]),
        {
          sid: "RolesOfThisAccount",
          actions: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
          resources: [arn],
          principals: [{ type: "AWS", identifiers: [account] }],
          condition: [
            {
              test: "Bool",
              variable: "elasticfilesystem:AccessedViaMountTarget",
              values: ["true"],
            },
          ],
        },
      ],
    });
    return new EfsFileSystemPolicy(this, "policy", { fileSystemId, policy: document.json });
  }

  /** One per subnet, each in its own zone. */
  private addMountTargets(subnetIds: readonly string[]): EfsMountTarget[] {
    return subnetIds.map(
      (subnetId, index) =>
        new EfsMountTarget(
          this,
          // In the user's own network, a subnet's ID is known at synth.
          `mount-target-${Token.isUnresolved(subnetId) ? index + 1 : subnetId}`,
          {
            fileSystemId: this.resource.id,
            subnetId,
            securityGroups: [this.securityGroup.securityGroupId],
          },
        ),
    );
  }
}
