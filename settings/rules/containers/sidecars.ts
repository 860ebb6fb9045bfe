import {
  INSTRUMENTATION,
  instrumentations,
  type Language,
  logRouterContainer,
} from "../../../aws/containers/telemetry";
import { type Broken, systemRule } from "../rule";
import {
  type NetworkKind,
  networkOf,
  outOfReach,
  type Reach,
  unreachedPort,
} from "../environments/network";
import { emptyRepository, movingTag, rootUser } from "../system-warnings";

/** The image of a container beside a service's own. */
type SidecarImage =
  | { kind: "reference"; reference: string }
  | { kind: "repository"; build?: object; pushedElsewhere: boolean }
  | { kind: "service" };

interface WithSidecars {
  sidecars?: Record<string, { image: SidecarImage }>;
  tracing?: { image: string; instrumentationImage?: string; language?: Language };
  logRouter?: { image: string };
}

interface System extends WithSidecars {
  network?: NetworkKind;
  services?: Record<string, WithSidecars>;
  capacity: { egress: { port: number; toPort?: number }[] };
}

/** The images of a system's sidecars, and of what its settings add, that come from any registry, and where each is set. */
function references({ services = {}, ...own }: Omit<System, "capacity">) {
  const of = ({ sidecars = {}, ...its }: WithSidecars, at: readonly PropertyKey[]) => [
    ...Object.entries(sidecars).flatMap(([name, { image }]) =>
      image.kind === "reference"
        ? [{ at: [...at, "sidecars", name, "image", "reference"], reference: image.reference }]
        : [],
    ),
    ...[
      { field: ["tracing", "image"], reference: its.tracing?.image },
      { field: ["tracing", "instrumentationImage"], reference: instrumentationOf(its.tracing) },
      { field: ["logRouter", "image"], reference: its.logRouter?.image },
    ].flatMap(({ field, reference }) =>
      reference === undefined ? [] : [{ at: [...at, ...field], reference }],
    ),
  ];
  return [
    ...of(own, []),
    ...Object.entries(services).flatMap(([name, service]) => of(service, ["services", name])),
  ];
}

function instrumentationOf(
  { language, instrumentationImage }: NonNullable<WithSidecars["tracing"]> = { image: "" },
) {
  return language && (instrumentationImage ?? instrumentations[language].image);
}

/** Rules, one for what is reached at all and one for the port: the first sidecar whose image is out of reach. */
export function sidecarsWithinReach<const Name extends string>(name: Name) {
  const within = systemRule<Reach, System>(
    {
      environment: ["network.kind", "network.nat", "network.httpsEgress"],
      system: ["network", "sidecars", "tracing", "logRouter", "services"],
    },
    (system, environment) => {
      const network = networkOf(system, environment);
      for (const { at, reference } of references(system)) {
        const found = outOfReach("", reference, { network });
        if (found !== undefined) return { ...found, at };
      }
      return undefined;
    },
  );
  const byPort = systemRule<object, System>(
    { environment: [], system: ["sidecars", "tracing", "logRouter", "services", "capacity"] },
    (system) => {
      for (const { at, reference } of references(system)) {
        const found = unreachedPort(at, reference, system.capacity.egress);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  );
  return [within(name), byPort(name)] as const;
}

interface Warned {
  sidecars?: Record<string, { image: SidecarImage; user: string }>;
  tracing?: object;
  logRouter?: object;
}

/** What is looked at in a service's own container, for those beside it. */
export function ofEachSidecar({ sidecars = {}, tracing, logRouter }: Warned): Broken[] {
  return Object.entries(sidecars).flatMap(([name, { image, user }]) =>
    [
      ...(image.kind === "service" ? [] : [...movingTag({ image }), ...emptyRepository({ image })]),
      // Containers that settings add run as root where they could not as another user.
      ...((logRouter && name === logRouterContainer.name) || (tracing && name === INSTRUMENTATION)
        ? []
        : rootUser({ container: { user } })
      ).map(({ at, ...told }) => ({ ...told, at: at.slice(1) })),
    ].map(({ at, ...told }) => ({ at: ["sidecars", name, ...at], ...told })),
  );
}
