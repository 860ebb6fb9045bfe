import { BlockList, isIPv6 } from "node:net";
import type { Condition, QueryValue } from "../../synthesized/system/listener-condition";

/** The properties of a request that rule conditions use. */
export interface RoutedRequest {
  readonly method: string;
  /** Without the query string. */
  readonly path: string;
  /** Without the question mark. Empty if there is no query string. */
  readonly query: string;
  /** Without the port. */
  readonly host: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
  readonly sourceAddress: string;
}

/**
 * Whether a request meets a condition of a rule. Paths are case-sensitive. Host names, header values and query strings are
 * not.
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

/**
 * Whether a text matches a rule's pattern, in which `*` stands for any characters and `?` for one.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
 */
export function matchesPattern(text: string, pattern: string): boolean {
  // Uses two pointers and the position of the last star, because a regular expression with many stars can take exponential
  // time.
  let inText = 0;
  let inPattern = 0;
  let star = -1;
  let afterStar = 0;
  while (inText < text.length) {
    const wanted = pattern[inPattern];
    if (wanted === "*") {
      star = inPattern;
      inPattern += 1;
      afterStar = inText;
    } else if (wanted !== undefined && (wanted === "?" || wanted === text[inText])) {
      inText += 1;
      inPattern += 1;
    } else if (star !== -1) {
      afterStar += 1;
      inText = afterStar;
      inPattern = star + 1;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(inPattern));
}
