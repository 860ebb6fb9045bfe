import { textOf } from "../synthesized/fields";
import type { StackJson } from "../synthesized/stack-json";
import {
  type PlanJson,
  type StateResource,
  type Values,
  valuesOf,
} from "../rehearse/terraform/plan";
import type { Drift } from "./drift";
import { ignoredBy } from "./ignored-changes";
import { rulesIn, rulesOf } from "./security-group-rules";

/**
 * An attribute in which a resource repeats what is attached to it in AWS, while the stack writes that as resources of their
 * own. Nothing of these resources changes when somebody attaches one more.
 */
interface Collection {
  readonly type: string;
  readonly attribute: string;
  /** What is attached in AWS. */
  readonly attached: (owner: Values) => readonly string[];
  /** What another resource of the stack attaches to it. */
  readonly attachedBy: (resource: StateResource, owner: Values) => readonly string[];
}

/**
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role
 */
const COLLECTIONS: readonly Collection[] = [
  ...(["ingress", "egress"] as const).map((direction): Collection => ({
    type: "aws_security_group",
    attribute: direction,
    attached: (group) => rulesIn(group, direction),
    attachedBy: (resource, group) => rulesOf(resource, group, direction),
  })),
  {
    type: "aws_iam_role",
    attribute: "managed_policy_arns",
    attached: ({ managed_policy_arns: arns }) => listOf(arns).map(String),
    attachedBy: ({ type, values }, { name }) =>
      (type === "aws_iam_role_policy_attachment" && values["role"] === name) ||
      (type === "aws_iam_policy_attachment" && listOf(values["roles"]).includes(name))
        ? [String(values["policy_arn"])]
        : [],
  },
  {
    type: "aws_iam_role",
    attribute: "inline_policy",
    attached: ({ inline_policy: policies }) =>
      listOf(policies).flatMap((policy) => textOf(valuesOf(policy), "name") ?? []),
    attachedBy: ({ type, values }, { name }) =>
      type === "aws_iam_role_policy" && values["role"] === name ? [String(values["name"])] : [],
  },
];

/**
 * What somebody attached to resources of the stack, and no resource of the stack accounts for. Read from the refreshed state,
 * because a deployment after the change takes it into the state, where it is no difference anymore.
 */
export function additionsIn({ prior_state: state }: PlanJson, json: StackJson): Drift[] {
  const resources = (state?.values?.root_module?.resources ?? []).filter(
    ({ mode }) => mode === "managed",
  );
  return resources.flatMap(({ address, type, values: owner }): Drift[] => {
    const block = json.resource(address.replace(/\[.*\]$/, "")) ?? {};
    const attributes = COLLECTIONS.filter(
      ({ type: its, attribute }) =>
        its === type && !(attribute in block) && !ignoredBy(block)(attribute),
    ).flatMap(({ attribute, attached, attachedBy }) => {
      const known = new Set(resources.flatMap((resource) => attachedBy(resource, owner)));
      const after = attached(owner).filter((each) => !known.has(each));
      return after.length === 0 ? [] : [{ name: attribute, before: [], after }];
    });
    return attributes.length === 0 ? [] : [{ address, change: "added", attributes }];
  });
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
