/** A host that a variable names, and its port if it names one. */
export interface NamedHost {
  readonly host: string;
  readonly port?: number;
}

/** Says why a host name of the input does not resolve here and what to set, or undefined if it may. */
export type ExplainHost = (host: NamedHost) => string | undefined;

const DOCS = "docs/how-to/containers.md";
const URL_HOST = /:\/\/(?:[^@/\s]*@)?([A-Za-z0-9][\w.-]*)(?::(\d{1,5}))?/g;
const HOST_AND_PORT = /^([A-Za-z][\w.-]*):(\d{1,5})(?:\/\S*)?$/;
const NAME_OF_HOST = /(^|_)(HOST|HOSTNAME|SERVER|ADDR|ADDRESS|ENDPOINT|URL|UPSTREAM|BACKEND)$/i;

/** Why the hosts in a variable's value do not resolve here, or undefined. */
export function hostProblem(name: string, value: string, explain: ExplainHost): string | undefined {
  const found = [...hostsIn(value), ...(NAME_OF_HOST.test(name) ? [{ host: value }] : [])];
  const whys = found.flatMap((each) => explain(each) ?? []);
  return whys.length === 0 ? undefined : [...new Set(whys)].join(" ");
}

/** The hosts of the URLs in a value, and those with a port in a list. */
function hostsIn(value: string): readonly NamedHost[] {
  const matches = [
    ...value.matchAll(URL_HOST),
    ...value.split(",").flatMap((part) => {
      const match = HOST_AND_PORT.exec(part.trim());
      return match === null ? [] : [match];
    }),
  ];
  return matches.map(([, host = "", port]) => ({
    host: host.replace(/\.$/, ""),
    ...(port === undefined ? {} : { port: Number(port) }),
  }));
}

/** Names that only the service discovery of the old deployment knows. */
export function discoveredHost({ host }: NamedHost): string | undefined {
  return /\.local$/i.test(host)
    ? `${host} is a name of the old deployment's service discovery. Set the address of the service here, or Service Connect (${DOCS}).`
    : undefined;
}

/** How to call another service of talk-service. */
export function serviceConnectAdvice(
  { host, port }: NamedHost,
  service: { readonly name: string; readonly port: number },
): string {
  const other =
    port === undefined || port === service.port
      ? ""
      : ` Its port ${port} has no name: Service Connect leads to container.port.`;
  return `${host} is ${host === service.name ? "a service" : `the service ${service.name}`} of talk-service, and its name resolves only with Service Connect. Set serviceConnect: {} of the system, and connection: { kind: "client-server", calls: ["${service.name}"] } of this service. Then its address is http://${service.name}:${service.port} (${DOCS}).${other}`;
}

/** How to call a service of another system. */
export function otherSystemAdvice({ host }: NamedHost, system: string): string {
  return `${host} is in the system ${system}, and does not resolve here. Set the address of its load balancer, the output url.`;
}

/** What to do about a service that is not imported. */
export function notImportedAdvice({ host }: NamedHost): string {
  return `${host} is not imported, and its name does not resolve here. Set the address of what replaces it.`;
}
