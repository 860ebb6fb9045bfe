import { BlockList, isIPv6 } from "node:net";
import type { Condition, QueryValue } from "../../synthesized/system/listener-condition";
import type { RoutedRequest } from "./request";
import { matchesPattern } from "./wildcard";

/**
 * Whether a request meets a condition of a rule. Paths are told apart by case, host names, header values and queries
 * are not.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
 */
export function meets(request: RoutedRequest, condition: Condition): boolean {
  switch (condition.kind) {
    case "path-pattern":
      return condition.values.some((pattern) => matchesPattern(request.path, pattern));
    case "host-header":
      return matchesAny([request.host], condition.values);
    case "http-header":
      return matchesAny(request.headers[condition.name.toLowerCase()] ?? [], condition.values);
    case "http-request-method":
      return condition.values.includes(request.method);
    case "query-string":
      return condition.values.some((wanted) => hasQuery(request.query, wanted));
    case "source-ip":
      return isWithin(request.sourceAddress, condition.values);
  }
}

function matchesAny(texts: readonly string[], patterns: readonly string[]): boolean {
  return texts.some((text) =>
    patterns.some((pattern) => matchesPattern(text.toLowerCase(), pattern.toLowerCase())),
  );
}

function hasQuery(query: string, { key, value }: QueryValue): boolean {
  return query.split("&").some((pair) => {
    const [itsKey = "", ...rest] = pair.split("=");
    const itsValue = rest.join("=");
    if (key === undefined) return matchesAny([itsValue, pair], [value]);
    return matchesAny([itsKey], [key]) && matchesAny([itsValue], [value]);
  });
}

function isWithin(address: string, blocks: readonly string[]): boolean {
  const list = new BlockList();
  for (const block of blocks) {
    const [network = "", bits = ""] = block.split("/");
    list.addSubnet(network, Number(bits), isIPv6(network) ? "ipv6" : "ipv4");
  }
  return list.check(address, isIPv6(address) ? "ipv6" : "ipv4");
}
