import type { PlanJson } from "../../../../tools/rehearse/terraform/plan";
import { describeChanges } from "../../../../tools/rehearse/life/expected-changes";

test("lists each attribute that changes, and no others", () => {
  const change = (actions: string[], before: object, after: object) => ({ actions, before, after });
  const plan = {
    resource_changes: [
      { address: "aws_lb.web", change: change(["no-op"], { name: "a" }, { name: "a" }) },
      {
        address: "aws_ecs_service.web",
        change: change(["update"], { n: 1, name: "a" }, { n: 2, name: "a" }),
      },
    ],
    output_changes: { url: change(["create"], {}, {}), name: change(["no-op"], {}, {}) },
  };
  expect(describeChanges(plan as unknown as PlanJson)).toBe(
    "aws_ecs_service.web (update)\n  n: 1 -> 2\noutput.url: {} -> {}",
  );
});
