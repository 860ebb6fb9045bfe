import { predictiveProvider } from "../../../aws/scaling/predictive-scaling";
import type { ServiceScalingStrategy } from "../../schema/scaling/service-scaling";
import { show } from "../../wording/show";
import { isFrom, oldestAdmitted } from "../environments/provider-version";
import { type Broken, broken, systemRule } from "../rule";

interface Scaled {
  serviceScaling: { strategies: ServiceScalingStrategy[] };
}

interface Provided {
  awsProviderVersion: string;
}

const providerForecasts = systemRule<Provided, Scaled>(
  { environment: ["awsProviderVersion"], system: ["serviceScaling.strategies"] },
  (system, environment) => lacksForecast(system, environment),
);

const providerForecastsServices = systemRule<Provided, { services: Record<string, Scaled> }>(
  { environment: ["awsProviderVersion"], system: ["services"] },
  ({ services }, environment) => {
    for (const [name, service] of Object.entries(services)) {
      const found = lacksForecast(service, environment);
      if (found !== undefined) return { ...found, at: ["services", name, ...found.at] };
    }
    return undefined;
  },
);

/** The provider's version has the argument, for each system with a service that scales. */
export const forecastsAreProvided = [
  providerForecasts("http-scale-out"),
  providerForecastsServices("talk-service"),
  providerForecastsServices("rest-api"),
  providerForecastsServices("http-api"),
  providerForecasts("worker"),
] as const;

function lacksForecast(
  { serviceScaling: { strategies } }: Scaled,
  { awsProviderVersion }: Provided,
): Broken | undefined {
  const index = strategies.findIndex(({ kind }) => kind === "predictive");
  return index < 0 || isFrom(predictiveProvider, oldestAdmitted(awsProviderVersion))
    ? undefined
    : broken(
        ["serviceScaling", "strategies", index, "kind"],
        `must not be "predictive" with awsProviderVersion ${show(awsProviderVersion)}, which allows versions before ` +
          `${predictiveProvider.join(".")} that lack its arguments`,
        "predictive",
        'Set awsProviderVersion to "~> 6.25", or remove the strategy.',
      );
}
