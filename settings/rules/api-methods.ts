import { covers } from "../../aws/load-balancing";
import { type Broken, broken, rule } from "./rule";

interface Method {
  method: string;
  path: string;
  backendPath?: string;
  body?: object;
}

const parametersOf = (path: string) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

/** What a backend's path names must come from the API's. */
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

/** The balancer knows a service by its paths: what another path leads to is another service, or nothing. */
export const methodsReachService = rule<Served>(["services"], ({ services }) =>
  Object.entries(services).flatMap(([name, { methods, paths }]) =>
    methods.flatMap(({ path, backendPath = path }, index): Broken[] =>
      paths.some((pattern) => covers(pattern, backendPath.replaceAll(/\{\w+\}/g, "?*")))
        ? []
        : [
            broken(
              ["services", name, "methods", index, "backendPath"],
              "must be among the service's paths, by which the balancer knows it",
              backendPath,
              "Change it, or add a pattern to paths.",
            ),
          ],
    ),
  ),
);

/** One method of one path leads to one service. */
export const methodsDiffer = rule<Served>(["services"], ({ services }) => {
  const owners = new Map<string, string>();
  return Object.entries(services).flatMap(([name, { methods }]) =>
    methods.flatMap(({ method, path }, index): Broken[] => {
      // API Gateway takes one parameter, of one name, in a place.
      const key = `${method} ${path.replaceAll(/\{\w+\}/g, "{}")}`;
      const owner = owners.get(key);
      owners.set(key, owner ?? name);
      return owner === undefined
        ? []
        : [
            broken(
              ["services", name, "methods", index, "path"],
              `must differ from that of a ${method} of ${owner}`,
              path,
              "Choose another path or method.",
            ),
          ];
    }),
  );
});

/** Where a path has a parameter, all that share its start have the same one. */
export const parametersAgree = rule<Served>(["services"], ({ services }) => {
  const seen = new Map<string, string>();
  return Object.entries(services).flatMap(([name, { methods }]) =>
    methods.flatMap(({ path }, index): Broken[] => {
      const parts = path.split("/");
      const clash = parts.findIndex((part, at) => {
        if (!part.startsWith("{")) return false;
        const place = parts.slice(0, at).join("/");
        const former = seen.get(place) ?? part;
        seen.set(place, former);
        return former !== part;
      });
      return clash === -1
        ? []
        : [
            broken(
              ["services", name, "methods", index, "path"],
              `must call its parameter ${seen.get(parts.slice(0, clash).join("/")) ?? ""}, as another path of the same start does`,
              path,
              "API Gateway takes one name in a place: use it in both.",
            ),
          ];
    }),
  );
});
