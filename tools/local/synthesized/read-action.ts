import type { Block } from "../../synthesized/stack-json";
import { UserError } from "../../terminal/user-error";
import { addressIn } from "./configuration";
import { blocksOf, numberOf, oneBlockOf, textOf } from "./fields";
import type { Action, ForwardAction } from "./model";

/** Of a listener's or rule's actions the last one ends the matter; those before it authenticate. */
export function readAction(address: string, actions: readonly Block[]): Action {
  const [action, ...others] = actions;
  if (action === undefined) throw new UserError(`${address} has no action.`);
  if (others.length > 0) {
    throw new UserError(
      `${address} has several actions (${actions.map(({ type }) => String(type)).join(", ")}): this tool knows rules with one.`,
    );
  }
  switch (action.type) {
    case "forward":
      return readForward(address, action);
    case "fixed-response": {
      const answer = oneBlockOf(action, "fixed_response");
      return {
        kind: "fixed-response",
        statusCode: numberOf(answer, "status_code", 200),
        contentType: textOf(answer, "content_type", "text/plain"),
        body: textOf(answer, "message_body", ""),
      };
    }
    case "redirect": {
      const redirect = oneBlockOf(action, "redirect");
      return {
        kind: "redirect",
        statusCode: redirect.status_code === "HTTP_301" ? 301 : 302,
        protocol: textOf(redirect, "protocol", "#{protocol}"),
        host: textOf(redirect, "host", "#{host}"),
        port: textOf(redirect, "port", "#{port}"),
        path: textOf(redirect, "path", "/#{path}"),
        query: textOf(redirect, "query", "#{query}"),
      };
    }
    default:
      throw new UserError(
        `${address}: the action ${String(action.type)} is not known to this tool.`,
      );
  }
}

function readForward(address: string, action: Block): ForwardAction {
  const forward = oneBlockOf(action, "forward");
  if (oneBlockOf(forward, "stickiness").enabled === true) {
    throw new UserError(`${address}: stickiness is not known to this tool; switch it off.`);
  }
  const groups = blocksOf(forward, "target_group");
  const targets =
    groups.length > 0
      ? groups.map((group) => ({ arn: group.arn, weight: numberOf(group, "weight", 1) }))
      : [{ arn: action.target_group_arn, weight: 1 }];
  return {
    kind: "forward",
    targets: targets.map(({ arn, weight }) => {
      const targetGroup = addressIn(arn);
      if (targetGroup === undefined) {
        throw new UserError(
          `${address} forwards to ${String(arn)}, which is no target group of the stack.`,
        );
      }
      return { targetGroup, weight };
    }),
  };
}
