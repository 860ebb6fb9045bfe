import type { Block } from "../../synthesized/stack-json";
import { UserError } from "../../terminal/user-error";
import { blocksOf, oneBlockOf, textOf, textsOf } from "./fields";
import type { Condition } from "./model";

/** Conditions of one block, of which a stack may write several kinds in one. */
export function readCondition(address: string, block: Block): readonly Condition[] {
  return Object.keys(block)
    .filter((kind) => blocksOf(block, kind).length > 0)
    .map((kind) => readKind(address, kind, block));
}

function readKind(address: string, kind: string, block: Block): Condition {
  const content = oneBlockOf(block, kind);
  const values = (): readonly string[] => {
    if ("regex_values" in content) {
      throw new UserError(`${address}: regex_values are not known to this tool.`);
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
      throw new UserError(`${address}: the condition ${kind} is not known to this tool.`);
  }
}
