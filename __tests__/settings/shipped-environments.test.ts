import * as shipped from "../../environments/all";
import { formatProblem, parseEnvironments } from "../../settings/environment";

const { environments, problems, warnings } = parseEnvironments({ ...shipped });

test("the environments in environments/ have no problem", () => {
  expect(problems.map(formatProblem)).toEqual([]);
  expect(environments.map(({ name }) => name)).toEqual(Object.keys(shipped));
});

test("[2026-11 A10] nor a warning", () => {
  expect(warnings.map(formatProblem)).toEqual([]);
});
