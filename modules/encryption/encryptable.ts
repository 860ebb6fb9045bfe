import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CodebuildProject } from "@cdktf/provider-aws/lib/codebuild-project";
import { Codepipeline } from "@cdktf/provider-aws/lib/codepipeline";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { EfsFileSystem } from "@cdktf/provider-aws/lib/efs-file-system";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { type TerraformResource, TerraformStack, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";
import { resolved } from "../resolved-json";
import { keepsAwsKey } from "./aws-key";

/** What a key is for. Each has its own, because the users differ. */
export type Purpose = "logs" | "data" | "images" | "topics";

/** Services that use a key for the caller of their API, as the condition `kms:ViaService` names them. */
export type ViaService =
  | "dynamodb"
  | "ec2"
  | "ecr"
  | "elasticfilesystem"
  | "rds"
  | "s3"
  | "secretsmanager"
  | "sns"
  | "sqs";

/** Something that takes a key. */
export interface Encryptable {
  readonly purpose: Purpose;
  readonly resource: TerraformResource;
  /** Its ARN, as policies name it. @default none names it */
  readonly arn?: string;
  /** @default - CloudWatch Logs, which uses the key itself */
  readonly via?: ViaService;
  readonly encrypt: (keyArn: string) => void;
}

/** What a resource encrypts with a key of AWS: nothing if it has a key of its own, or cannot have one. */
export function encryptablesOf(node: IConstruct): readonly Encryptable[] {
  if (keepsAwsKey(node)) return [];
  if (node instanceof CloudwatchLogGroup) return logGroup(node);
  if (node instanceof SnsTopic) return topic(node);
  if (node instanceof SqsQueue) return queue(node);
  if (node instanceof DynamodbTable) return table(node);
  if (node instanceof DbInstance) return database(node);
  if (node instanceof S3BucketServerSideEncryptionConfigurationA) return bucket(node);
  if (node instanceof Codepipeline) return artifacts(node);
  if (node instanceof CodebuildProject) return outputs(node);
  if (node instanceof EcrRepository) return repository(node);
  if (node instanceof EfsFileSystem) return fileSystem(node);
  if (node instanceof LaunchTemplate) return rootVolumes(node);
  if (node instanceof Instance) return rootVolume(node);
  if (node instanceof EcsService) return volume(node);
  return [];
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
function logGroup(resource: CloudwatchLogGroup): Encryptable[] {
  if (resource.kmsKeyIdInput !== undefined) return [];
  const encrypt = (keyArn: string) => (resource.kmsKeyId = keyArn);
  return [{ purpose: "logs", resource, encrypt }];
}

/** @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html */
function topic(resource: SnsTopic): Encryptable[] {
  if (resource.kmsMasterKeyIdInput !== undefined) return [];
  const encrypt = (keyArn: string) => (resource.kmsMasterKeyId = keyArn);
  return [{ purpose: "topics", resource, arn: resource.arn, via: "sns", encrypt }];
}

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html */
function queue(resource: SqsQueue): Encryptable[] {
  if (resource.kmsMasterKeyIdInput !== undefined) return [];
  const encrypt = (keyArn: string) => {
    // SQS takes one of both.
    resource.resetSqsManagedSseEnabled();
    resource.kmsMasterKeyId = keyArn;
  };
  return [{ purpose: "data", resource, arn: resource.arn, via: "sqs", encrypt }];
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html */
function table(resource: DynamodbTable): Encryptable[] {
  if (resource.serverSideEncryptionInput?.kmsKeyArn !== undefined) return [];
  const encrypt = (kmsKeyArn: string) => {
    resource.putServerSideEncryption({ enabled: true, kmsKeyArn });
  };
  return [{ purpose: "data", resource, arn: resource.arn, via: "dynamodb", encrypt }];
}

/**
 * Its storage, with backups and snapshots, and the secret with the master user's password.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstanceReadReplica.html on KmsKeyId
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
 */
function database(resource: DbInstance): Encryptable[] {
  // RDS encrypts a read replica with the key of its source, and refuses another one in the same region.
  if (resource.kmsKeyIdInput !== undefined || resource.replicateSourceDbInput !== undefined)
    return [];
  const storage: Encryptable = {
    purpose: "data",
    resource,
    via: "rds",
    encrypt: (keyArn) => (resource.kmsKeyId = keyArn),
  };
  if (resource.manageMasterUserPasswordInput !== true) return [storage];
  return [
    storage,
    {
      purpose: "data",
      resource,
      arn: resource.masterUserSecret.get(0).secretArn,
      via: "secretsmanager",
      encrypt: (keyArn) => (resource.masterUserSecretKmsKeyId = keyArn),
    },
  ];
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html */
function bucket(resource: S3BucketServerSideEncryptionConfigurationA): Encryptable[] {
  const stack = TerraformStack.of(resource);
  const id = resolved(resource, resource.bucketInput);
  const its = stack.node
    .findAll()
    .find((each) => each instanceof S3Bucket && resolved(each, each.id) === id);
  const usesS3Key = JSON.stringify(resolved(resource, resource.ruleInput)).includes('"AES256"');
  if (!(its instanceof S3Bucket) || keepsAwsKey(its) || !usesS3Key) return [];
  const encrypt = (kmsMasterKeyId: string) => {
    resource.putRule([
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId },
        // One request to KMS for many objects.
        bucketKeyEnabled: true,
      },
    ]);
  };
  return [{ purpose: "data", resource, arn: its.arn, via: "s3", encrypt }];
}

/**
 * Without a key, CodePipeline names that of AWS for each object, whatever the bucket's encryption is.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/S3-artifact-encryption.html
 */
function artifacts(resource: Codepipeline): Encryptable[] {
  const stores = resource.artifactStoreInput;
  if (stores === undefined || Tokenization.isResolvable(stores)) return [];
  const encrypt = (id: string) => {
    resource.putArtifactStore(
      stores.map((store) => ({ ...store, encryptionKey: { id, type: "KMS" } })),
    );
  };
  return [{ purpose: "data", resource, via: "s3", encrypt }];
}

/** @see https://docs.aws.amazon.com/codebuild/latest/userguide/security-encryption.html */
function outputs(resource: CodebuildProject): Encryptable[] {
  const encrypt = (keyArn: string) => (resource.encryptionKey = keyArn);
  return [{ purpose: "data", resource, via: "s3", encrypt }];
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html */
function repository(resource: EcrRepository): Encryptable[] {
  const encrypt = (kmsKey: string) => {
    resource.putEncryptionConfiguration([{ encryptionType: "KMS", kmsKey }]);
  };
  return [{ purpose: "images", resource, via: "ecr", encrypt }];
}

/** @see https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html */
function fileSystem(resource: EfsFileSystem): Encryptable[] {
  if (resource.kmsKeyIdInput !== undefined) return [];
  const encrypt = (keyArn: string) => (resource.kmsKeyId = keyArn);
  return [{ purpose: "data", resource, via: "elasticfilesystem", encrypt }];
}

/** @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html */
function rootVolumes(resource: LaunchTemplate): Encryptable[] {
  const mappings = resource.blockDeviceMappingsInput;
  if (mappings === undefined || Tokenization.isResolvable(mappings)) return [];
  const encrypt = (kmsKeyId: string) => {
    resource.putBlockDeviceMappings(
      mappings.map((each) => ({ ...each, ebs: each.ebs && { ...each.ebs, kmsKeyId } })),
    );
  };
  return [{ purpose: "data", resource, via: "ec2", encrypt }];
}

/** @see https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html */
function rootVolume(resource: Instance): Encryptable[] {
  const encrypt = (kmsKeyId: string) => {
    resource.putRootBlockDevice({ ...resource.rootBlockDeviceInput, kmsKeyId });
  };
  return [{ purpose: "data", resource, via: "ec2", encrypt }];
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ebs-kms-encryption.html */
function volume(resource: EcsService): Encryptable[] {
  const configuration = resource.volumeConfigurationInput;
  if (configuration === undefined || configuration.managedEbsVolume.kmsKeyId !== undefined)
    return [];
  const { managedEbsVolume: disk } = configuration;
  const encrypt = (kmsKeyId: string) => {
    resource.putVolumeConfiguration({
      ...configuration,
      managedEbsVolume: { ...disk, kmsKeyId },
    });
  };
  return [{ purpose: "data", resource, arn: disk.roleArn, via: "ec2", encrypt }];
}
