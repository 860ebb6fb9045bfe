import type * as z from "zod";
import { allAtOnce, movingContainerTag, sampleNowhere } from "./rules/systems/daemon";
import { tasksWithoutInstances, warmPoolStaysUp } from "./rules/operations/asleep";
import { aboutGroup } from "./rules/capacity/managed-instances";
import { releasedTwice, unapproved } from "./rules/operations/pipelines";
import { ceilings, rollingRoom } from "./rules/capacity/placement";
import { endpointsWithoutPolicy } from "./rules/environments/endpoint-policies";
import { foreignSecrets } from "./rules/containers/foreign-secrets";
import { unusedAlarms } from "./rules/systems/page-and-users";
import type { Broken } from "./rules/rule";
import { ofEachSidecar } from "./rules/containers/sidecars";
import { withAllContainers } from "./schema/containers/added-containers";
import {
  aboveAccountLimit,
  aboveBaseline,
  boundsThatNobodySets,
  emptyRepository,
  foreignOrigins,
  movingTag,
  ofEachService,
  pastMoments,
  rootUser,
  trialMailer,
  unequalTypes,
  unknownAuthority,
} from "./rules/system-warnings";
import { oneOffOfServicesWithoutNames, oneOffWithoutNames } from "./rules/containers/one-off-tasks";
import { slowRelief } from "./rules/service/stickiness";
import { latencyIsNoTarget, needsFastMetrics } from "./rules/scaling/scaling-warnings";
import { alarmWithinTarget, longOnSpot, moreThanFit } from "./rules/systems/worker";
import {
  unusedBalancer,
  unusedFolder,
  unusedPlaces,
  unusedBreaker,
  unusedLimits,
  unusedSignIn,
} from "./rules/without-effect";
import type { environment } from "./schema/environment";
import { type Problem, show } from "./wording/show";

type Environment = z.output<typeof environment>;
type Systems = Environment["systems"];

/** What to look at in each system's settings. */
const warningsAbout: Readonly<
  Partial<Record<keyof Systems, (environment: Environment) => Broken[]>>
> = {
  "http-scale-out": about("http-scale-out", [
    aboutGroup(aboveBaseline),
    aboutGroup(ceilings),
    slowRelief,
    aboutGroup(rollingRoom),
    aboutGroup(unequalTypes),
    movingTag,
    rootUser,
    ofEachSidecar,
    emptyRepository,
    pastMoments,
    boundsThatNobodySets,
    needsFastMetrics,
    oneOffWithoutNames,
    latencyIsNoTarget,
    unusedLimits,
    unusedBreaker,
  ]),
  "daemon-api": about("daemon-api", [
    aboveBaseline,
    allAtOnce,
    slowRelief,
    sampleNowhere,
    movingContainerTag,
    rootUser,
    ofEachSidecar,
    emptyRepository,
    oneOffWithoutNames,
    unusedLimits,
  ]),
  "talk-service": about("talk-service", [
    aboutGroup(aboveBaseline),
    slowRelief,
    aboutGroup(unequalTypes),
    ofEachService(movingTag),
    ofEachService(rootUser),
    ofEachService(ofEachSidecar),
    ofEachService(emptyRepository),
    ofEachService(pastMoments),
    ofEachService(boundsThatNobodySets),
    ofEachService(needsFastMetrics),
    oneOffOfServicesWithoutNames,
    ofEachService(latencyIsNoTarget),
    ofEachService(unusedLimits),
    ofEachService(unusedBreaker),
  ]),
  "rest-api": about("rest-api", [
    unknownAuthority,
    slowRelief,
    unusedBalancer,
    ofEachService(movingTag),
    ofEachService(rootUser),
    ofEachService(ofEachSidecar),
    ofEachService(emptyRepository),
    ofEachService(pastMoments),
    ofEachService(boundsThatNobodySets),
    ofEachService(needsFastMetrics),
    oneOffOfServicesWithoutNames,
    ofEachService(latencyIsNoTarget),
    ofEachService(unusedLimits),
    ofEachService(unusedBreaker),
  ]),
  "http-api": about("http-api", [
    aboveAccountLimit,
    foreignOrigins,
    trialMailer,
    unusedSignIn,
    unusedPlaces,
    unusedFolder,
    ofEachService(movingTag),
    ofEachService(rootUser),
    ofEachService(ofEachSidecar),
    ofEachService(emptyRepository),
    ofEachService(pastMoments),
    ofEachService(boundsThatNobodySets),
    ofEachService(needsFastMetrics),
    oneOffOfServicesWithoutNames,
    ofEachService(latencyIsNoTarget),
    ofEachService(unusedLimits),
    ofEachService(unusedBreaker),
  ]),
  worker: about("worker", [
    alarmWithinTarget,
    longOnSpot,
    moreThanFit,
    movingTag,
    rootUser,
    ofEachSidecar,
    emptyRepository,
    pastMoments,
    boundsThatNobodySets,
    needsFastMetrics,
    oneOffWithoutNames,
    latencyIsNoTarget,
    unusedLimits,
  ]),
};

/** Settings that work, but cannot do what they say. */
export function warningsOf(environments: Readonly<Record<string, Environment>>): Problem[] {
  return Object.entries(environments).flatMap(([name, environment], index, all) =>
    [...systemWarnings(environment), ...sharedNames(environment, all.slice(0, index))].map(
      ({ at, ...told }) => ({ environment: name, path: [name, ...at], ...told }),
    ),
  );
}

function systemWarnings(environment: Environment): Broken[] {
  return [
    ...Object.values(warningsAbout).flatMap((warningsOfSystem) => warningsOfSystem(environment)),
    ...foreignSecrets(environment),
    ...endpointsWithoutPolicy(environment),
    ...unusedAlarms(environment),
    ...unapproved(environment),
    ...releasedTwice(environment),
  ];
}

function about<Name extends keyof Systems>(
  name: Name,
  own: readonly ((system: NonNullable<Systems[Name]>, environment: Environment) => Broken[])[],
) {
  const checks = [...own, warmPoolStaysUp(name), tasksWithoutInstances(name)];
  return (environment: Environment): Broken[] => {
    const own: Systems[Name] = environment.systems[name];
    if (own === undefined) return [];
    const system = withAllContainers(own);
    return checks
      .flatMap((check) => check(system, environment))
      .map(({ at, ...told }) => ({ at: ["systems", name, ...at], ...told }));
  };
}

function sharedNames(
  environment: Environment,
  earlier: readonly [string, Environment][],
): Broken[] {
  const twin = earlier.find(
    ([, other]) =>
      other.region === environment.region &&
      other.nameSuffix === environment.nameSuffix &&
      (other.accountId === undefined || environment.accountId === undefined),
  );
  if (twin === undefined) return [];
  return [
    {
      at: ["nameSuffix"],
      message:
        `is ${show(environment.nameSuffix)} in ${environment.region}, as in ${twin[0]}: both have the same names and cannot share an ` +
        `account. Choose another suffix, or give both their accountId.`,
    },
  ];
}
