import { change, judged, kept } from "./plan-changes";

const service = { name: "talk", desired_count: 3 };
const policy = (owner: object, type = "PredictiveScaling") => ({ policy_type: type, ...owner });
const ofService = policy({ resource_id: "service/conference/talk" });
const replaced = (address: string, before: object) =>
  change(address, ["create", "delete"], before, before);

const LOST =
  "forecasts: the new one has no forecast until it has metrics of 24 hours. Raise its minimum until then.";

test.each([
  ["aws_ecs_service.talk", service, "aws_appautoscaling_policy.talk", ofService],
  [
    "aws_autoscaling_group.nodes",
    { name: "nodes" },
    "aws_autoscaling_policy.forecast",
    policy({ autoscaling_group_name: "nodes" }),
  ],
])("says that a replacement of %s loses its forecast", (address, before, policyAddress, of) => {
  const { notes } = judged(replaced(address, before), kept(policyAddress, of));
  expect(notes).toEqual([
    `The plan replaces ${address}, from whose metrics ${policyAddress} ${LOST}`,
  ]);
});

test("says it of a policy that is replaced with its service", () => {
  const { notes } = judged(
    replaced("aws_ecs_service.talk", service),
    replaced("aws_appautoscaling_policy.talk", ofService),
  );
  expect(notes).toEqual([expect.stringContaining("aws_appautoscaling_policy.talk forecasts")]);
});

test("says it beside the refusal of a protected environment", () => {
  const verdict = judged(
    kept("aws_lb.web", { enable_deletion_protection: true }),
    change("aws_ecs_service.talk", ["delete", "create"], service, service),
    kept("aws_appautoscaling_policy.talk", ofService),
  );
  expect(verdict.refusals).toHaveLength(1);
  expect(verdict.notes).toEqual([expect.stringContaining("no forecast until")]);
});

test.each([
  ["an update", change("aws_ecs_service.talk", ["update"], service, service), ofService],
  ["the end of the service", change("aws_ecs_service.talk", ["delete"], service), ofService],
  [
    "another service's forecast",
    replaced("aws_ecs_service.talk", service),
    policy({ resource_id: "service/conference/talk-2" }),
  ],
  [
    "a policy that does not forecast",
    replaced("aws_ecs_service.talk", service),
    policy({ resource_id: "service/conference/talk" }, "TargetTrackingScaling"),
  ],
])("says nothing of %s", (_, of, given) => {
  const { notes } = judged(of, kept("aws_appautoscaling_policy.talk", given));
  expect(notes.join()).not.toContain("forecast");
});
