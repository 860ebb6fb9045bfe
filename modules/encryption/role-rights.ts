import { TerraformStack } from "cdktf";
import type { PolicyStatement, ServiceRole } from "../identity/service-role";
import type { Encryptable, ViaService } from "./encryptable";
import { groupBy } from "./group-by";
import { resolved } from "../resolved-json";
import { namesOneOf, viaName } from "./key-users";
import { neededActions } from "./needed-actions";

/**
 * What a role must be allowed to do with a key, to do what its own policies allow with what the key encrypts.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/iam-policies.html
 */
export function rightsOf(
  role: ServiceRole,
  keyArn: string,
  encrypted: readonly Encryptable[],
): readonly PolicyStatement[] {
  const textOf = (value: string) => String(resolved(role, value));
  const byService = groupBy(encrypted, ({ via }) => via);
  return [...byService].flatMap(([service, its]) => {
    if (service === undefined) return [];
    const arns = its.flatMap(({ arn }) => (arn === undefined ? [] : [textOf(arn)]));
    if (service === "ec2")
      return arns.includes(textOf(role.arn)) ? createsVolumes(role, keyArn) : [];
    const actions = role.statements
      .filter(({ resources }) => resources.some((each) => namesOneOf(arns, textOf(each))))
      .flatMap((statement) => neededActions(statement.actions));
    if (actions.length === 0) return [];
    return [through(role, service, [...new Set(actions)].sort(), keyArn, its[0])];
  });
}

/**
 * ECS creates volumes with this role.
 *
 * @see https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
 */
function createsVolumes(role: ServiceRole, keyArn: string): PolicyStatement[] {
  const use = [
    ...["kms:Decrypt", "kms:GenerateDataKeyWithoutPlaintext"],
    ...["kms:ReEncryptFrom", "kms:ReEncryptTo"],
  ];
  const lend = through(role, "ec2", ["kms:CreateGrant"], keyArn);
  const isForVolume = { test: "Bool", variable: "kms:GrantIsForAWSResource", values: ["true"] };
  return [
    { actions: ["kms:DescribeKey"], resources: [keyArn] },
    through(role, "ec2", use, keyArn),
    { ...lend, conditions: [...(lend.conditions ?? []), isForVolume] },
  ];
}

function through(
  role: ServiceRole,
  service: ViaService,
  actions: readonly string[],
  keyArn: string,
  of?: Encryptable,
): PolicyStatement {
  const values = [viaName(TerraformStack.of(role), service, of?.resource.provider)];
  return {
    actions,
    resources: [keyArn],
    conditions: [{ test: "StringEquals", variable: "kms:ViaService", values }],
  };
}
