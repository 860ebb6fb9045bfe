import { covers } from "../../../aws/networking/load-balancing";
import { type Broken, broken, rule } from "../rule";

interface Method {
  method: string;
  path: string;
  backendPath?: string;
  body?: object;
}

const parametersOf = (path: string) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

/** Every parameter in a backend's path must come from the API's path. */
export const parametersMatch = rule<Method>(["path", "backendPath"], ({ path, backendPath }) => {
  const [given, twice] = [
    parametersOf(path),
    parametersOf(path).find((name, index, all) => all[index + 1] === name),
  ];
  if (twice !== undefined) {
    return broken(
      "path",
      `must have each parameter once, and has {${twice}} twice`,
      path,
      "Rename one.",
    );
  }
  return backendPath === undefined || parametersOf(backendPath).join() === given.join()
    ? undefined
    : broken(
        "backendPath",
        `must have the parameters of path (${path})`,
        backendPath,
        "Write the same names.",
      );
});

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html on bodies of GET */
export const bodyHasNoPlaceWithout = rule<Method>(["method", "body"], ({ method, body }) =>
  body !== undefined && ["GET", "DELETE"].includes(method)
    ? broken(
        "body",
        `must be left out with method "${method}", which has none`,
        body,
        'Use "POST", "PUT" or "PATCH".',
      )
    : undefined,
);

interface Served {
  services: Record<string, { methods: Method[]; paths: string[] }>;
}

interface Service {
  methods: Method[];
  paths: string[];
}

interface Served {
  services: Record<string, Service>;
}

type Clash = (
  service: string,
  method: Method,
  its: Service,
) => readonly [field: "path" | "backendPath", rule: string, fix: string] | undefined;

/** A method of a path belongs to one service only. */
function sameMethod(): Clash {
  const owners = new Map<string, string>();
  return (name, { method, path }) => {
    // API Gateway allows only one parameter name per path segment.
    const key = `${method} ${path.replaceAll(/\{\w+\}/g, "{}")}`;
    const owner = owners.get(key);
    owners.set(key, owner ?? name);
    return owner === undefined
      ? undefined
      : [
          "path",
          `must differ from that of a ${method} of ${owner}`,
          "Choose another path or method.",
        ];
  };
}

/** Paths with the same prefix must use the same parameter name after it. */
function otherParameter(): Clash {
  const seen = new Map<string, string>();
  return (_, { path }) => {
    const parts = path.split("/");
    const clash = parts.findIndex((part, at) => {
      if (!part.startsWith("{")) return false;
      const place = parts.slice(0, at).join("/");
      const former = seen.get(place) ?? part;
      seen.set(place, former);
      return former !== part;
    });
    return clash === -1
      ? undefined
      : [
          "path",
          `must call its parameter ${seen.get(parts.slice(0, clash).join("/")) ?? ""}, as another path of the same start does`,
          "API Gateway takes one name in a place: use it in both.",
        ];
  };
}

/** The load balancer routes by a service's paths. Any other path reaches another service, or none. */
const elsewhere: Clash = (_, { path, backendPath = path }, { paths }) =>
  paths.some((pattern) => covers(pattern, backendPath.replaceAll(/\{\w+\}/g, "?*")))
    ? undefined
    : [
        "backendPath",
        "must be among the service's paths, by which the balancer knows it",
        "Change it, or add a pattern to paths.",
      ];

/** Reports each problem of a path once: the first conflict, for the first of its methods. */
export const methodsFit = rule<Served>(["services"], ({ services }) => {
  const clashes = [sameMethod(), otherParameter(), elsewhere];
  return Object.entries(services).flatMap(([name, its]) => {
    const told = new Set<string>();
    return its.methods.flatMap((method, index): Broken[] => {
      // Call every rule, because each one remembers what it has seen.
      const [found] = clashes
        .map((clash) => clash(name, method, its))
        .filter((one) => one !== undefined);
      if (found === undefined) return [];
      const [field, rule, fix] = found;
      const value = method[field] ?? method.path;
      const key = `${field} ${value}`;
      if (told.has(key)) return [];
      told.add(key);
      return [broken(["services", name, "methods", index, field], rule, value, fix)];
    });
  });
});
