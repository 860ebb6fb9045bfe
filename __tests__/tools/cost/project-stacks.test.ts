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
