import type { TerraformResource } from "cdktf";

/**
 * Lifecycle of a resource that must be replaced together with `owner`: a scalable target is replaced with its service,
 * even if the new one has the same name, and a target group with its load balancer.
 *
 * @see https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#replace_triggered_by
 */
export function madeAnewWith(owner: TerraformResource): { readonly replaceTriggeredBy: string[] } {
  // The whole resource would trigger a replacement at every update. An ID only changes with a new resource.
  return { replaceTriggeredBy: [`${owner.terraformResourceType}.${owner.friendlyUniqueId}.id`] };
}
