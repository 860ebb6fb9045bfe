import { broken, rule } from "./rule";

/** A check that may last longer than the pause between two would overlap the next. */
export const timeoutBelowInterval = rule<{ timeoutSeconds: number; intervalSeconds: number }>(
  ["timeoutSeconds", "intervalSeconds"],
  ({ timeoutSeconds, intervalSeconds }) =>
    timeoutSeconds < intervalSeconds
      ? undefined
      : broken(
          "timeoutSeconds",
          `must be below intervalSeconds (${intervalSeconds})`,
          timeoutSeconds,
          "Lower it or raise intervalSeconds.",
        ),
);
