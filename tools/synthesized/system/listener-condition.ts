import { type Block, blockOf, blocksOf, textOf, textsOf } from "../fields";
import { UserError } from "../../terminal/user-error";

/** A condition of a listener's rule. It holds when one of its values matches. */
export type Condition =
  | { readonly kind: "path-pattern"; readonly values: readonly string[] }
  | { readonly kind: "host-header"; readonly values: readonly string[] }
  | { readonly kind: "http-header"; readonly name: string; readonly values: readonly string[] }
  | { readonly kind: "http-request-method"; readonly values: readonly string[] }
  | { readonly kind: "query-string"; readonly values: readonly QueryValue[] }
  | { readonly kind: "source-ip"; readonly values: readonly string[] };

export interface QueryValue {
  readonly key?: string;
  readonly value: string;
}

/** Reads a `condition` block, which may hold conditions of several kinds. */
export function readCondition(address: string, block: Block): readonly Condition[] {
  return Object.keys(block)
    .filter((kind) => blocksOf(block, kind).length > 0)
    .map((kind) => readKind(address, kind, block));
}

function readKind(address: string, kind: string, block: Block): Condition {
  const content = blockOf(block, kind);
  const values = (): readonly string[] => {
    if ("regex_values" in content) {
      throw new UserError(`${address}: this tool does not support regex_values.`);
    }
    return textsOf(content, "values");
  };
  switch (kind) {
    case "path_pattern":
      return { kind: "path-pattern", values: values() };
    case "host_header":
      return { kind: "host-header", values: values() };
    case "http_header":
      return {
        kind: "http-header",
        name: textOf(content, "http_header_name", ""),
        values: values(),
      };
    case "http_request_method":
      return { kind: "http-request-method", values: values() };
    case "query_string":
      return {
        kind: "query-string",
        values: blocksOf(block, kind).map((each) => ({
          ...(typeof each.key === "string" ? { key: each.key } : {}),
          value: textOf(each, "value", ""),
        })),
      };
    case "source_ip":
      return { kind: "source-ip", values: values() };
    default:
      throw new UserError(`${address}: this tool does not support the condition ${kind}.`);
  }
}
