import { change, judged } from "./plan-changes";

describe("a priority that another rule still has", () => {
  const rule = (name: string, before: object | null, after: object | null) =>
    change(
      `aws_lb_listener_rule.${name}`,
      before === null ? ["create"] : after === null ? ["delete"] : ["update"],
      before,
      after,
    );
  const of = (priority: number, listener_arn = "web") => ({ priority, listener_arn });

  test("is refused, in any environment, with the two steps", () => {
    expect(judged(rule("talk", of(6), of(9)), rule("writer", of(9), of(6))).refusals).toEqual([
      expect.stringContaining(
        "The plan gives aws_lb_listener_rule.talk the priority 9, which aws_lb_listener_rule.writer still uses: AWS refuses a " +
          "priority that is in use. Take two steps: (1) give aws_lb_listener_rule.writer a priority that is free, or remove it, " +
          "and apply; (2) set the priority of aws_lb_listener_rule.talk",
      ),
      expect.stringContaining("The plan gives aws_lb_listener_rule.writer the priority 6"),
    ]);
  });

  test("is refused for a new rule in the place of one that goes", () => {
    expect(judged(rule("new", null, of(9)), rule("old", of(9), null)).refusals).toHaveLength(1);
  });

  test("is no matter on another listener, or where the number is free", () => {
    const plan = [rule("talk", of(6), of(9)), rule("writer", of(9, "other"), of(9, "other"))];
    expect(judged(...plan, rule("free", of(7), of(8))).refusals).toEqual([]);
  });
});
