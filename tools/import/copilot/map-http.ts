import { deployment } from "../../../aws/containers/ecs";
import {
  deregistrationDelaySeconds,
  healthCheck,
  healthCheckMatcher,
  healthCheckPath,
  isPathPattern,
} from "../../../aws/networking/load-balancing";
import { hostedZoneId, isHostName } from "../../../aws/names";
import { secondsIn } from "../compose/ports";
import type { Field } from "../field";
import { putNumber } from "../target/program";
import type { ServiceTarget } from "../target/service-target";

/** Maps the routes and the health check of a service. */
export function mapHttp(manifest: Field, target: ServiceTarget): void {
  const http = manifest.get("http");
  path(http.get("path"), target);
  alias(http, target);
  check(http.get("healthcheck"), target);
  const delay = http.get("deregistration_delay");
  const seconds = secondsIn(delay.text ?? "");
  if (seconds !== undefined)
    putNumber(
      target,
      delay,
      "loadBalancer.deregistrationDelaySeconds",
      seconds,
      deregistrationDelaySeconds,
    );
}

function path(field: Field, target: ServiceTarget): void {
  const step = (field.text ?? "/").replace(/^\/|\/$/g, "");
  if (target.system === "http-scale-out") {
    if (step === "") field.taken("systems.http-scale-out");
    else
      field.changed(
        "systems.http-scale-out",
        "http-scale-out runs one service and forwards every path to it.",
      );
    return;
  }
  const paths = step === "" ? ["/*"] : [`/${step}`, `/${step}/*`];
  if (paths.every(isPathPattern)) {
    if (field.exists) target.put(field, "paths", paths);
    else target.set("paths", paths);
  } else field.left("It must have only letters, digits, _-.$/~@:+& and the wildcards * and ?.");
}

/** Maps a domain name, if its zone is known. */
function alias(http: Field, target: ServiceTarget): void {
  const field = http.get("alias");
  const first = field.isList ? field.get(0) : field;
  const name = first.text ?? first.get("name").text;
  const zone = [first.get("hosted_zone"), http.get("hosted_zone")].find(({ exists }) => exists);
  if (name === undefined) return;
  if (zone?.text === undefined) {
    field.left(
      "A domain name needs the ID of its zone. Set loadBalancer.domainName, hostedZoneId and certificate.",
    );
    return;
  }
  if (!isHostName(name, 2) || !hostedZoneId.pattern.test(zone.text)) return;
  target.put(first.text === undefined ? first.get("name") : first, "loadBalancer.domainName", name);
  target.put(zone, "loadBalancer.hostedZoneId", zone.text);
  target.set("loadBalancer.certificate", { kind: "request" });
}

function check(field: Field, target: ServiceTarget): void {
  const path = field.text === undefined ? field.get("path") : field;
  if (path.text !== undefined && healthCheckPath.pattern.test(path.text))
    target.put(path, "healthCheck.path", path.text);
  const codes = field.get("success_codes");
  if (codes.text !== undefined && healthCheckMatcher.fits(codes.text))
    target.put(codes, "healthCheck.matcher", codes.text);
  for (const [name, place, bounds] of [
    ["healthy_threshold", "healthyThreshold", healthCheck.healthyThreshold],
    ["unhealthy_threshold", "unhealthyThreshold", healthCheck.unhealthyThreshold],
  ] as const) {
    const its = field.get(name);
    if (its.number !== undefined)
      putNumber(target, its, `healthCheck.${place}`, its.number, bounds);
  }
  const interval = secondsIn(field.get("interval").text ?? "");
  const timeout = secondsIn(field.get("timeout").text ?? "");
  const waits = Math.min(300, Math.max(5, Math.round(interval ?? 30)));
  if (interval !== undefined)
    putNumber(
      target,
      field.get("interval"),
      "healthCheck.intervalSeconds",
      interval,
      healthCheck.intervalSeconds,
    );
  if (timeout !== undefined) {
    const [least, most] = healthCheck.timeoutSeconds;
    putNumber(target, field.get("timeout"), "healthCheck.timeoutSeconds", timeout, [
      least,
      Math.min(most, waits - 1),
    ]);
  } else if (waits <= 5) target.set("healthCheck.timeoutSeconds", waits - 1);
  const grace = field.get("grace_period");
  const seconds = secondsIn(grace.text ?? "");
  if (seconds !== undefined)
    putNumber(
      target,
      grace,
      "service.healthCheckGracePeriodSeconds",
      seconds,
      deployment.healthCheckGracePeriodSeconds,
    );
}
