import * as shipped from "../../environments/all";
import { formatProblem, parseEnvironments } from "../../settings/environment";

const { environments, problems, warnings } = parseEnvironments({ ...shipped });

test("the environments in environments/ have no problem", () => {
  expect(problems.map(formatProblem)).toEqual([]);
  expect(environments.map(({ name }) => name)).toEqual(Object.keys(shipped));
});

test("[2026-11 A10] nor a warning, but for what only the user can give", () => {
  expect(warnings.map(formatProblem)).toEqual([
    "prod.systems.http-api.userPool.email is missing: Cognito's own mailer sends 50 e-mails per day and account. Set an SES identity.",
  ]);
});

test("[2026-11 D5] dev pays for no Container Insights", () => {
  const dev = environments.find(({ name }) => name === "dev");
  expect(dev?.containerInsights).toBe("disabled");
});
