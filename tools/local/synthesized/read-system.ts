import { addressIn, type Configuration } from "./configuration";
import type { SystemModel } from "./model";
import { readBalancers } from "./read-balancers";
import { readServices } from "./read-services";
import { readTargetGroup } from "./read-target-group";

/** What the stack runs and how requests get there, for the variables that it was given. */
export function readSystem(configuration: Configuration): SystemModel {
  const attachments = [
    ...configuration.resources("aws_lb_target_group_attachment").values(),
    ...configuration.resources("aws_alb_target_group_attachment").values(),
  ];
  return {
    balancers: readBalancers(configuration),
    targetGroups: new Map(
      [...configuration.resources("aws_lb_target_group")].map(([address, block]) => {
        const attached = attachments.find((each) => addressIn(each.target_group_arn) === address);
        return [address, readTargetGroup(address, block, addressIn(attached?.target_id))];
      }),
    ),
    services: readServices(configuration),
  };
}
