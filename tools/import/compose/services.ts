import { splitImageReference } from "../../../aws/containers/images";
import type { Field } from "../field";
import { dataStoreOf } from "../target/data-stores";
import { queueAmong } from "../target/queue";
import type { ImportOptions } from "../imported";
import { labelsOf, portsOf } from "./ports";

/** Programs that an AWS load balancer replaces. */
const PROXIES =
  /^(traefik|haproxy|nginx-proxy|acme-companion|letsencrypt-.*|certbot|envoy|caddy-docker-proxy|nginx-proxy-manager|cloudflared|ngrok)$/;

/** Ports of protocols that are not HTTP. */
const NOT_HTTP = new Set([
  21, 22, 25, 53, 110, 143, 389, 465, 587, 636, 993, 995, 1433, 1883, 2181, 3306, 5432, 5672, 6379,
  8883, 9042, 9092, 11211, 27017,
]);

/** How a service of a Compose file is imported. */
export type Role =
  | { readonly kind: "web"; readonly port: number }
  /** It works from a queue, which its variables may name. */
  | { readonly kind: "worker"; readonly queue?: string }
  | { readonly kind: "data"; readonly why: string }
  | { readonly kind: "other"; readonly why: string };

/** What a service stores, according to its image, or to its name if the image is built. */
export function storeIn(name: string, service: Field): ReturnType<typeof dataStoreOf> {
  const { repository } = splitImageReference(service.get("image").text ?? "");
  return dataStoreOf(service.get("build").exists ? name : repository);
}

/** Whether a service serves HTTP to the outside, as the services of a system do. */
export function roleOf(
  name: string,
  service: Field,
  isAlone: boolean,
  options: ImportOptions,
): Role {
  const { repository } = splitImageReference(service.get("image").text ?? "");
  const last = repository.split("/").at(-1) ?? "";
  const store = storeIn(name, service);
  const profiles = service.get("profiles").items.map(({ text }) => text ?? "");
  const isActive =
    profiles.length === 0 || profiles.some((each) => options.profiles.includes(each));
  if (!isActive) {
    return {
      kind: "other",
      why: `Its profile is not active. Import it with --profile ${profiles[0] ?? ""}.`,
    };
  }
  if (store !== undefined)
    return {
      kind: "data",
      why: `It stores data (${store.what}), which is not moved: see below.`,
    };
  if (PROXIES.test(last) && !isAlone)
    return { kind: "other", why: "The system's load balancer replaces the proxy." };
  const replicas = service.get("deploy", "mode").text;
  if (replicas === "global-job" || replicas === "replicated-job")
    return { kind: "other", why: "It is a job that ends. Systems run services." };
  const ports = portsOf(service);
  const labelled = labelsOf(service);
  const isIncluded = options.include.includes(name);
  const isPublished = ports.some(({ isExposed }) => !isExposed) || labelled.isPublic;
  const queue = queueOf(service);
  const isWorker = options.include.length === 0 ? !isPublished : isIncluded;
  if (options.system === "worker") {
    return isWorker
      ? { kind: "worker", ...(queue === undefined ? {} : { queue }) }
      : {
          kind: "other",
          why: `It is not imported into the system worker. Name it with --include ${name}, or omit --system.`,
        };
  }
  if (queue !== undefined && options.system === undefined && !isPublished && !isIncluded)
    return { kind: "worker", queue };
  const isPublic = isPublished || isIncluded;
  if (!isPublic) {
    return {
      kind: "other",
      why: `It is not reachable from outside: it is a worker or an internal service. If it receives messages from an SQS queue, import it with --system worker --include ${name}. If it serves HTTP and may be reachable from outside, import it with --include ${name}.`,
    };
  }
  const usable = ports.filter(({ port, isUdp }) => !isUdp && !NOT_HTTP.has(port));
  const port =
    labelled.port ?? usable[0]?.port ?? (isIncluded || labelled.isPublic ? 8080 : undefined);
  return port === undefined
    ? {
        kind: "other",
        why: "It has no HTTP port. A system's load balancer forwards only HTTP.",
      }
    : { kind: "web", port };
}

/** The SQS queue that a variable of a service names. */
function queueOf(service: Field): string | undefined {
  const variables = service.get("environment");
  return queueAmong(
    variables.items.map(({ text }) =>
      variables.isList ? text?.slice(text.indexOf("=") + 1) : text,
    ),
  );
}
