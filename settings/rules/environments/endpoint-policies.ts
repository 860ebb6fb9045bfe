import { takesEndpointPolicy } from "../../../aws/networking/endpoint-policies";
import { closedBy, type InNetwork, type NetworkKind, networkOf } from "./network";
import { type Broken, broken, rule } from "../rule";
import { textsIn } from "../texts-in";

/** The settings of any system. */
interface System {
  readonly [field: string]: unknown;
  network?: NetworkKind;
}

interface InAccount extends InNetwork {
  accountId?: string;
  loadTest?: { network?: NetworkKind };
  systems: Readonly<Record<string, System | undefined>>;
}

/** The place of an account's number in what belongs to it, and the endpoint that leads there. */
const OF_ACCOUNT = [
  { pattern: /^arn:aws[\w-]*:secretsmanager:[^:]*:(\d{12}):/, service: "secretsmanager" },
  { pattern: /^(\d{12})\.dkr[.-]ecr\./, service: "ecr.api" },
] as const;

/** Endpoints with a policy deny what belongs to accounts that it does not name. */
export const endpointsAdmit = rule<InAccount>(
  ["accountId", "network", "systems"],
  (environment): Broken[] =>
    Object.entries(environment.systems).flatMap(([name, system]) => {
      if (system === undefined) return [];
      const network = networkOf(system, environment);
      if (network.kind !== "own" || network.endpointPolicies === undefined) return [];
      const { otherAccounts } = network.endpointPolicies;
      const isClosed = closedBy(network) !== undefined;
      return textsIn(system, ["systems", name]).flatMap(({ at, text }) => {
        const found = OF_ACCOUNT.find(({ pattern }) => pattern.test(text));
        if (found === undefined || environment.accountId === undefined) return [];
        if (!isClosed && network.endpointServices?.includes(found.service) !== true) return [];
        const [, account = ""] = found.pattern.exec(text) ?? [];
        return [environment.accountId, ...otherAccounts].includes(account)
          ? []
          : [
              broken(
                at,
                `must be in the environment's account (${environment.accountId}) or in one of network.endpointPolicies.otherAccounts, which the endpoints let through`,
                account,
                "Add the account there.",
              ),
            ];
      });
    }),
);

/** Endpoints that let through everything, although the others have policies. */
export function endpointsWithoutPolicy(environment: InAccount): Broken[] {
  const { network, loadTest, systems } = environment;
  const networks: [string[], NetworkKind | undefined][] = [
    [["network"], network],
    [["loadTest", "network"], loadTest?.network],
    ...Object.entries(systems).map(([name, system]): [string[], NetworkKind | undefined] => [
      ["systems", name, "network"],
      system?.network,
    ]),
  ];
  return networks.flatMap(([at, each]) => {
    if (each?.kind !== "own" || each.endpointPolicies === undefined) return [];
    return (each.endpointServices ?? []).flatMap((service, index) =>
      takesEndpointPolicy(service)
        ? []
        : [
            {
              at: [...at, "endpointServices", index],
              message: `is "${service}", whose endpoint gets no policy: it lets through requests to any account. Remove it, or narrow it with a policy of your own.`,
            },
          ],
    );
  });
}
