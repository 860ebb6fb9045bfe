import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { dependable, TerraformResource, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { ServiceRole } from "../identity/service-role";
import { type Encryptable, encryptablesOf, type Purpose } from "./encryptable";
import { EncryptionKey } from "./encryption-key";
import { keyPolicy } from "./key-users";
import { rightsOf } from "./role-rights";
import { TopicKey } from "./topic-key";
import { groupBy } from "./group-by";
import { resolved } from "../resolved-json";

export interface StackKeysProps {
  /** Days between the deletion and the end of a key, in which it can be restored. */
  readonly deletionWindowDays: number;
}

const CONTENTS: Readonly<Record<Purpose, string>> = {
  logs: "log groups",
  data: "data",
  images: "images",
  topics: "topics",
};

/**
 * Encrypts everything in a stack with customer managed keys: one for each purpose, so that each policy names few users, and
 * whoever may use one of them cannot read the rest. Its users are those in the stack: services that read and write the
 * resources, and roles, which get the right to use the key of what they may read and write. Call it last.
 *
 * @see https://docs.aws.amazon.com/prescriptive-guidance/latest/encryption-best-practices/kms.html
 */
export function encryptStack(stack: TerraformStack, props: StackKeysProps): void {
  const all = stack.node.findAll();
  for (const key of all) if (key instanceof TopicKey) narrow(key, all, props);
  const byKey = groupBy(all.flatMap(encryptablesOf), keyNameOf);
  for (const [name, encrypted] of byKey) {
    const id = `${name}-key`;
    const [first] = encrypted;
    if (first === undefined) continue;
    const { provider } = first.resource;
    const key = new EncryptionKey(stack, id, {
      ...props,
      description: `Encrypts the ${CONTENTS[first.purpose]} of ${stack.node.id}`,
      aliasName: `${stack.node.id}-${name}`,
      statements: keyPolicy(stack, encrypted, provider),
      provider,
    });
    for (const each of encrypted) each.encrypt(key.arn);
    for (const role of all)
      if (role instanceof ServiceRole) admit(role, id, rightsOf(role, key.arn, encrypted), all);
  }
}

/** A key is in one region. */
function keyNameOf({ purpose, resource: { provider } }: Encryptable): string {
  return provider?.alias === undefined ? purpose : `${purpose}-${provider.alias}`;
}

/** The topic has its key already; what is left is who may use it. */
function narrow(
  key: TopicKey,
  all: readonly IConstruct[],
  { deletionWindowDays }: StackKeysProps,
): void {
  const stack = TerraformStack.of(key);
  const topics = all
    .filter((each) => each instanceof SnsTopic)
    .filter((each) => resolved(each, each.kmsMasterKeyIdInput) === resolved(key, key.arn));
  key.admitOnly(
    keyPolicy(
      stack,
      topics.map((resource) => ({ resource, arn: resource.arn, via: "sns" })),
      key.resource.provider,
    ),
  );
  key.resource.deletionWindowInDays = deletionWindowDays;
}

/** Adds a policy to a role. What waits for the role's other policies waits for this one, too. */
function admit(
  role: ServiceRole,
  id: string,
  statements: ReturnType<typeof rightsOf>,
  all: readonly IConstruct[],
): void {
  if (statements.length === 0) return;
  const names = new Set(role.policies.map((each) => resolved(role, dependable(each))));
  role.allow(id, statements);
  const added = role.policies.slice(-1).map(dependable);
  for (const each of all) {
    if (!TerraformResource.isTerraformResource(each)) continue;
    if (each.dependsOn?.some((needed) => names.has(resolved(each, needed))) === true)
      each.dependsOn = [...each.dependsOn, ...added];
  }
}
