import { closedBy, type NetworkKind, networkOf } from "../environments/network";
import { broken, rule } from "../rule";

/** Tasks pull their image, and reach the system to test by its public address. */
export const loadTestReachesOut = rule<{
  network: NetworkKind;
  loadTest?: { network?: NetworkKind };
}>(["network", "loadTest.network"], ({ loadTest, ...environment }) => {
  if (loadTest === undefined) return undefined;
  const network = networkOf(loadTest, environment);
  const closed = closedBy(network);
  if (closed === undefined) return undefined;
  const fix = 'Set { kind: "own", zoneCount: 3, nat: "single" }, or { kind: "default-vpc" }.';
  return loadTest.network === undefined
    ? broken(
        "loadTest.network",
        `must be set because the environment's network has no way to the internet (${closed.field} "${closed.value}")`,
        undefined,
        fix,
      )
    : broken(
        ["loadTest", "network", closed.field],
        `must not be "${closed.value}"`,
        closed.value,
        fix,
      );
});
