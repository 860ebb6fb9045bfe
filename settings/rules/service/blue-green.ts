import { withoutBalancerMetrics } from "../scaling/counted-requests";
import { isFrom, oldestAdmitted } from "../environments/provider-version";
import { type Broken, broken, rule, systemRule } from "../rule";
import type { ServiceScalingStrategy } from "../../schema/scaling/service-scaling";

type DeploymentKind = "rolling" | "blue-green-by-variable" | "blue-green-by-ecs";

interface Deployed {
  deployment: { kind: DeploymentKind };
}

interface ScaledDeployed extends Deployed {
  serviceScaling: { strategies: ServiceScalingStrategy[] };
}

/** The metric belongs to one target group. @see https://github.com/aws/containers-roadmap/issues/1681 */
export const scalesWithoutGroup = rule<ScaledDeployed>(
  ["deployment.kind", "serviceScaling.strategies"],
  ({ deployment: { kind }, serviceScaling: { strategies } }) =>
    kind === "rolling"
      ? []
      : withoutBalancerMetrics(
          strategies,
          ` with deployment "${kind}", because its metric follows one target group and stops after a switch to the other`,
          ANOTHER,
        ),
);

/** A colour that is switched off has bounds of 0, which a schedule or a forecast would set, too. */
export const scalesWithoutSchedule = rule<ScaledDeployed>(
  ["deployment.kind", "serviceScaling.strategies"],
  ({ deployment, serviceScaling: { strategies } }) =>
    deployment.kind !== "blue-green-by-variable"
      ? []
      : strategies.flatMap((strategy, index): Broken[] => {
          const at = ["serviceScaling", "strategies", index];
          const why = `with deployment "${deployment.kind}", because the variable running_colors sets the bounds of each color`;
          if (strategy.kind === "scheduled")
            return [
              broken(
                [...at, "kind"],
                `must not be "${strategy.kind}" ${why}`,
                strategy.kind,
                ANOTHER,
              ),
            ];
          return strategy.kind === "predictive" && strategy.maxCapacityBufferPercent !== undefined
            ? [
                broken(
                  [...at, "maxCapacityBufferPercent"],
                  `must be removed ${why}`,
                  strategy.maxCapacityBufferPercent,
                  "Raise maxTasks instead.",
                ),
              ]
            : [];
        }),
);

const ANOTHER = 'Use "cpu-target" or "step", or deployment "rolling".';

interface DeployedServices {
  services: Record<string, Deployed>;
}

/** One variable names one colour. */
export const oneColorVariable = rule<DeployedServices>(["services"], ({ services }) => {
  const colored = Object.entries(services)
    .filter(([, { deployment }]) => deployment.kind === "blue-green-by-variable")
    .map(([name]) => name);
  return colored
    .slice(1)
    .map((name) =>
      broken(
        ["services", name, "deployment", "kind"],
        `must not be "blue-green-by-variable" together with that of ${colored[0] ?? ""}, because the variable live_color switches one service`,
        "blue-green-by-variable",
        'Use "blue-green-by-ecs" or "rolling" here.',
      ),
    );
});

/** Which has the arguments for all three kinds of shifts. */
const BLUE_GREEN_PROVIDER = [6, 25, 0] as const;

interface Provided {
  awsProviderVersion: string;
}

/** @see https://github.com/hashicorp/terraform-provider-aws/blob/main/CHANGELOG.md */
export const providerShiftsTraffic = systemRule<Provided, Deployed>(
  { environment: ["awsProviderVersion"], system: ["deployment"] },
  (system, environment) => lacksArguments(system, environment),
);

/** The same for a system of several services. */
export const providerShiftsTrafficOfServices = systemRule<Provided, DeployedServices>(
  { environment: ["awsProviderVersion"], system: ["services"] },
  ({ services }, environment) => {
    for (const [name, service] of Object.entries(services)) {
      const found = lacksArguments(service, environment);
      if (found !== undefined) return { ...found, at: ["services", name, ...found.at] };
    }
    return undefined;
  },
);

function lacksArguments(
  { deployment: { kind } }: Deployed,
  { awsProviderVersion }: Provided,
): Broken | undefined {
  return kind !== BY_ECS || isFrom(BLUE_GREEN_PROVIDER, oldestAdmitted(awsProviderVersion))
    ? undefined
    : broken(
        ["deployment", "kind"],
        `must not be "${BY_ECS}" with awsProviderVersion "${awsProviderVersion}", which allows versions before ` +
          `${BLUE_GREEN_PROVIDER.join(".")} that lack its arguments`,
        BY_ECS,
        'Set awsProviderVersion to "~> 6.25", or choose "rolling".',
      );
}

const BY_ECS = "blue-green-by-ecs";

interface Integrated extends DeployedServices {
  api: { integration: "cloud-map" | "load-balancer" };
}

/** Cloud Map has no weights: it gives every healthy task the same share. */
export const balancerShifts = rule<Integrated>(
  ["services", "api.integration"],
  ({ services, api: { integration } }) =>
    integration === "load-balancer"
      ? []
      : refuseByEcs(
          services,
          'while api.integration is "cloud-map", for only a load balancer shifts requests',
          'Use "rolling", or integration "load-balancer".',
        ),
);

interface Entered extends DeployedServices {
  api: { entry: "nlb" | "direct" };
}

/** A direct entry needs a second rule for each service, whose weights ECS would not shift. */
export const oneRuleShifts = rule<Entered>(
  ["services", "api.entry"],
  ({ services, api: { entry } }) =>
    entry === "nlb"
      ? []
      : refuseByEcs(
          services,
          'while api.entry is "direct", which has two rules for each service, and ECS shifts the requests of one',
          'Use "rolling", or entry "nlb".',
        ),
);

function refuseByEcs(services: Record<string, Deployed>, why: string, fix: string): Broken[] {
  return Object.entries(services)
    .filter(([, { deployment }]) => deployment.kind === BY_ECS)
    .map(([name]) =>
      broken(
        ["services", name, "deployment", "kind"],
        `must not be "${BY_ECS}" ${why}`,
        BY_ECS,
        fix,
      ),
    );
}
