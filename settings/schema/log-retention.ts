import * as z from "zod";
import { oneOf } from "../wording/show";

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const allowedDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
];
const rule = "must be a number of days that CloudWatch Logs takes";

/** Days for which CloudWatch keeps logs. */
export function logRetentionDays() {
  return z.number({ error: `${rule}, as in 30` }).superRefine((days, context) => {
    if (allowedDays.includes(days)) return;
    const below = allowedDays.findLast((allowed) => allowed < days);
    const above = allowedDays.find((allowed) => allowed > days);
    const near = [below, above].filter((allowed) => allowed !== undefined);
    context.addIssue({
      code: "custom",
      message: rule,
      input: days,
      params: {
        fix: `The nearest ${near.length === 1 ? "is" : "are"} ${oneOf(near).replace(" or ", " and ")}.`,
      },
    });
  });
}
