import { partitionOf } from "../../../aws/regions";
import { broken, rule } from "../rule";

interface Budget {
  actualPercents: number[];
  forecastPercents: number[];
}

interface Environment {
  region: string;
  budget?: object;
  notificationEmail?: string;
  notifications?: { topicArn?: string };
}

export const budgetNotifies = rule<Budget>(
  ["actualPercents", "forecastPercents"],
  ({ actualPercents, forecastPercents }) =>
    actualPercents.length + forecastPercents.length > 0
      ? undefined
      : broken(
          "forecastPercents",
          "must have a percentage where actualPercents has none, as a budget without one notifies nobody",
          forecastPercents,
          "Add one, as in [100].",
        ),
);

/** AWS Budgets notifies e-mail addresses and topics. A chat hears of it through a topic. */
export const budgetIsHeard = rule<Environment>(
  ["budget", "notificationEmail", "notifications.topicArn"],
  ({ budget, notificationEmail, notifications }) =>
    budget === undefined || notificationEmail !== undefined || notifications?.topicArn !== undefined
      ? undefined
      : broken(
          "notificationEmail",
          "must be set where budget is",
          undefined,
          "Set it or notifications.topicArn, or remove budget.",
        ),
);

interface Tagged {
  tags: Readonly<Record<string, string>>;
  budget?: { costAllocationTags: string[] };
}

/** Tags that every stack has. */
const OWN_TAGS = ["Environment", "ManagedBy", "Project", "System"];

/** AWS activates only a tag that it has seen on something. */
export const allocatedTagsAreThere = rule<Tagged>(
  ["tags", "budget"],
  ({ tags, budget: { costAllocationTags = [] } = {} }) => {
    const known = [...OWN_TAGS, ...Object.keys(tags)];
    return costAllocationTags.flatMap((tag, index) =>
      known.includes(tag)
        ? []
        : [
            broken(
              ["budget", "costAllocationTags", index],
              `must be a tag of the environment (${known.join(", ")})`,
              tag,
              "Add it to tags, or leave it out.",
            ),
          ],
    );
  },
);

/**
 * GovCloud has no billing of its own.
 * @see https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-billing.html (2026-11-28)
 */
export const budgetInPartition = rule<Environment>(["region", "budget"], ({ region, budget }) =>
  budget === undefined || partitionOf(region) !== "aws-us-gov"
    ? undefined
    : broken(
        "budget",
        `must be removed in ${region}, as the costs of AWS GovCloud (US) are billed to its standard account`,
        budget,
        "Make a budget in that account.",
      ),
);
