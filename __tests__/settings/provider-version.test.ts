import { oldestAdmitted } from "../../settings/rules/environments/provider-version";
import { problemsOf } from "./settings";

test.each([
  "~> 6.25",
  "5.100",
  "= 5.100.0",
  ">= 5.100, < 7.0",
  "~> 5.100.0",
  "> 5.100.0, != 6.1.0",
  "~> 6",
  "6.25.0",
])("takes %s", (awsProviderVersion) => {
  expect(problemsOf({ awsProviderVersion })).toEqual([]);
});

test.each([
  "",
  "~>",
  "6.x",
  "v6.25",
  "~> 6.25 ~> 6.26",
  "< 7.0",
  "~> 5.0",
  "!= 6.0",
  "> 7, < 7.0.1",
  "~> 5.100.0, >= 5.101",
  "~> 6.25, >= 7",
  "6.25, 6.26",
  "~> 6.25\n",
])("does not take %p", (awsProviderVersion) => {
  expect(problemsOf({ awsProviderVersion })).toHaveLength(1);
});

test("knows the oldest version that is admitted", () => {
  expect(oldestAdmitted("~> 6.25")).toEqual([6, 25, 0]);
  expect(oldestAdmitted(">= 5.100, < 7, > 6.1.2")).toEqual([6, 1, 3]);
});
