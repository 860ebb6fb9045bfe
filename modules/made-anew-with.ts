import type { TerraformResource } from "cdktf";

/**
 * The lifecycle of what cannot go over from `owner` to its successor: a scalable target goes with its service, although the
 * next one may have the same name, and a target group stays with its load balancer.
 *
 * @see https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#replace_triggered_by
 */
export function madeAnewWith(owner: TerraformResource): { readonly replaceTriggeredBy: string[] } {
  // The whole resource would trigger whenever it is updated. An id changes only with a new resource.
  return { replaceTriggeredBy: [`${owner.terraformResourceType}.${owner.friendlyUniqueId}.id`] };
}
