import { environments } from "../../fixtures/environments/all";
import { assume } from "../../../tools/cost/assumptions";
import { costOfStack } from "../../../tools/cost/stack-cost";
import { StackJson } from "../../../tools/synthesized/stack-json";
import { synthEnvironments } from "../../support/environments";

test("knows every type of resource that the project makes, and every price that its environments need", () => {
  const { stacks } = synthEnvironments(environments);
  const unknown = Object.entries(stacks).flatMap(([name, { json }]) => {
    const { remarks, usd } = costOfStack({ name, json: new StackJson(json) }, assume());
    expect(usd.minimum).toBeLessThanOrEqual(usd.typical);
    expect(usd.typical).toBeLessThanOrEqual(usd.maximum);
    return remarks
      .filter(({ remark }) => /resources of type|no price/.test(remark))
      .map(({ resource, remark }) => `${name} ${resource}: ${remark}`);
  });
  expect(unknown).toEqual([]);
});

test("does not count a load test's stack, which only exists during a run, and shows the limit of a run", () => {
  const { stacks } = synthEnvironments({ prod: { ...environments.prod, systems: {} } });
  const of = (name: string) =>
    costOfStack({ name, json: new StackJson(stacks[name]!.json) }, assume());
  const { charges, remarks } = of("load-test-prod");
  expect(charges).toEqual([]);
  expect(remarks.map(({ remark }) => remark)).toEqual([
    "not counted: it exists only during a load test, which may cost up to 50.00 USD and shows its cost first",
  ]);
  expect(of("load-test-images-prod").charges).not.toEqual([]);
});
