import { type Block, blockOf, blocksOf, isTrue, numberOf, textOf } from "../fields";
import { addressIn } from "../resources";
import { UserError } from "../../terminal/user-error";

/** What a listener or a rule does with a request. */
export type Action = ForwardAction | FixedResponseAction | RedirectAction;

export interface ForwardAction {
  readonly kind: "forward";
  /** Addresses of target groups with their weights. */
  readonly targets: readonly { readonly targetGroup: string; readonly weight: number }[];
}

export interface FixedResponseAction {
  readonly kind: "fixed-response";
  readonly statusCode: number;
  readonly contentType: string;
  readonly body: string;
}

export interface RedirectAction {
  readonly kind: "redirect";
  readonly statusCode: 301 | 302;
  readonly protocol: string;
  readonly host: string;
  readonly port: string;
  readonly path: string;
  readonly query: string;
}

/** @param actions blocks of the listener or rule; several would authenticate first, which is not supported */
export function readAction(address: string, actions: readonly Block[]): Action {
  const [action, ...others] = actions;
  if (action === undefined) throw new UserError(`${address} has no action.`);
  if (others.length > 0) {
    throw new UserError(
      `${address} has several actions (${actions.map(({ type }) => String(type)).join(", ")}): this tool supports one.`,
    );
  }
  switch (action.type) {
    case "forward":
      return readForward(address, action);
    case "fixed-response": {
      const answer = blockOf(action, "fixed_response");
      return {
        kind: "fixed-response",
        statusCode: numberOf(answer, "status_code", 200),
        contentType: textOf(answer, "content_type", "text/plain"),
        body: textOf(answer, "message_body", ""),
      };
    }
    case "redirect": {
      const redirect = blockOf(action, "redirect");
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
        `${address}: this tool does not support the action ${String(action.type)}.`,
      );
  }
}

function readForward(address: string, action: Block): ForwardAction {
  const forward = blockOf(action, "forward");
  if (isTrue(blockOf(forward, "stickiness"), "enabled")) {
    throw new UserError(`${address}: this tool does not support stickiness. Switch it off.`);
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
          `${address} forwards to ${String(arn)}, which is not a target group of this stack.`,
        );
      }
      return { targetGroup, weight };
    }),
  };
}
