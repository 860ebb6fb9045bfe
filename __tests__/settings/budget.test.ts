import { errorIf, problemsOf } from "./settings";

const budget = { monthlyUsd: 100 };
const email = { notificationEmail: "operations@example.com" };

errorIf([
  [
    "a budget is nothing",
    { ...email, budget: { monthlyUsd: 0 } },
    "budget.monthlyUsd must be a number from 1 to 1000000000, got 0.",
  ],
  [
    "a budget notifies nobody",
    { budget },
    "notificationEmail must be set where budget is, but is missing. Set it or notifications.topicArn, or remove budget.",
  ],
  [
    "a budget is heard in a chat only",
    { budget, notifications: { slack: { workspaceId: "T0123ABCDEF", channelId: "C0123ABCDEF" } } },
    "notificationEmail must be set where budget is, but is missing. Set it or notifications.topicArn, or remove budget.",
  ],
  [
    "a budget never notifies",
    { ...email, budget: { ...budget, actualPercents: [], forecastPercents: [] } },
    "budget.forecastPercents must have a percentage where actualPercents has none, as a budget without one notifies nobody, got a list of no entries. Add one, as in [100].",
  ],
  [
    "a percentage is twice there",
    { ...email, budget: { ...budget, actualPercents: [80, 80] } },
    "budget.actualPercents must be a list of 0 to 5 different percentages, got a list of 2 entries.",
  ],
  [
    "a budget is in GovCloud",
    { ...email, budget, region: "us-gov-west-1", "state.region": "us-gov-west-1" },
    "budget must be removed in us-gov-west-1, as the costs of AWS GovCloud (US) are billed to its standard account, got an object. Make a budget in that account.",
  ],
]);

errorIf([
  [
    "a cost allocation tag is on nothing",
    { ...email, tags: { Team: "shop" }, budget: { ...budget, costAllocationTags: ["Cost"] } },
    'budget.costAllocationTags[0] must be a tag of the environment (Environment, ManagedBy, Project, System, Team), got "Cost". Add it to tags, or leave it out.',
  ],
  [
    "a cost allocation tag is twice there",
    { ...email, budget: { ...budget, costAllocationTags: ["System", "System"] } },
    "budget.costAllocationTags must be a list of 0 to 20 different tags, got a list of 2 entries.",
  ],
]);

test("a topic alone hears of a budget", () => {
  const topicArn = "arn:aws:sns:us-east-2:111122223333:costs";
  expect(problemsOf({ budget, notifications: { topicArn } })).toEqual([]);
});
