import {
  ApplicationAutoScalingClient,
  DescribeScheduledActionsCommand,
  RegisterScalableTargetCommand,
} from "@aws-sdk/client-application-auto-scaling";
import {
  AutoScalingClient,
  DescribeScheduledActionsCommand as DescribeGroupActionsCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { callingAws } from "../terminal/aws-failure";
import { UserError } from "../terminal/user-error";
import type { ActionName, Sleeper, Sleepers, SizeRange } from "./sleepers";

const SCALED = {
  ServiceNamespace: "ecs",
  ScalableDimension: "ecs:service:DesiredCount",
} as const;
const CREDENTIALS = "--yes needs AWS credentials that may scale services and groups";

/**
 * Sets what the deployed scheduled action of a name would set: of groups before services in the morning, and after them at
 * night. Of a system that stops while nobody calls, it sets what the workflow would.
 *
 * @param told each change, once AWS has made it
 * @throws UserError where AWS refuses, or knows no such action. What was told has been done.
 */
export async function actNow(
  { stack, region, services, groups, idling }: Sleepers,
  name: ActionName,
  told: (sleeper: Sleeper, range: SizeRange) => void,
): Promise<void> {
  const tasks = new ApplicationAutoScalingClient({ region });
  const instances = new AutoScalingClient({ region });
  const changeService = async (service: Sleeper): Promise<void> => {
    const range =
      idling === undefined
        ? await serviceRange(tasks, service, name, stack)
        : name === "awake"
          ? service.awake
          : { min: 0, max: 0 };
    await tasks.send(
      new RegisterScalableTargetCommand({
        ...SCALED,
        ResourceId: service.id,
        MinCapacity: range.min,
        MaxCapacity: range.max,
      }),
    );
    told(service, range);
  };
  const changeGroup = async (group: Sleeper): Promise<void> => {
    const { desired, ...range } = await groupRange(instances, group, name, stack);
    await instances.send(
      new UpdateAutoScalingGroupCommand({
        AutoScalingGroupName: group.id,
        MinSize: range.min,
        MaxSize: range.max,
        DesiredCapacity: desired,
      }),
    );
    told(group, range);
  };
  const changes = [
    ...services.map((service) => () => changeService(service)),
    ...groups.map((group) => () => changeGroup(group)),
  ];
  const what = name === "awake" ? `wake ${stack}` : `put ${stack} to sleep`;
  try {
    await callingAws(what, CREDENTIALS, async () => {
      for (const change of name === "awake" ? changes.reverse() : changes) await change();
    });
  } finally {
    tasks.destroy();
    instances.destroy();
  }
}

async function serviceRange(
  client: ApplicationAutoScalingClient,
  { id }: Sleeper,
  name: ActionName,
  stack: string,
): Promise<SizeRange> {
  const { ScheduledActions = [] } = await client.send(
    new DescribeScheduledActionsCommand({
      ...SCALED,
      ResourceId: id,
      ScheduledActionNames: [name],
    }),
  );
  const { MinCapacity: min, MaxCapacity: max } = ScheduledActions[0]?.ScalableTargetAction ?? {};
  if (min === undefined || max === undefined) throw noAction(id, name, stack);
  return { min, max };
}

async function groupRange(
  client: AutoScalingClient,
  { id }: Sleeper,
  name: ActionName,
  stack: string,
): Promise<SizeRange & { readonly desired: number | undefined }> {
  const { ScheduledUpdateGroupActions = [] } = await client.send(
    new DescribeGroupActionsCommand({ AutoScalingGroupName: id, ScheduledActionNames: [name] }),
  );
  const { MinSize: min, MaxSize: max, DesiredCapacity } = ScheduledUpdateGroupActions[0] ?? {};
  if (min === undefined || max === undefined) throw noAction(id, name, stack);
  // Without a desired capacity, AWS raises that of the group to the minimum.
  return { min, max, desired: DesiredCapacity === -1 ? undefined : DesiredCapacity };
}

function noAction(id: string, name: ActionName, stack: string): UserError {
  return new UserError(
    `AWS knows no scheduled action "${name}" of ${id}. Deploy ${stack} with the setting asleep first, or check region and credentials.`,
  );
}
