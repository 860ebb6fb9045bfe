import type { Attributes } from "../part";
import { type Block, requiredText, textOf } from "../../synthesized/fields";
import { addressIn, referenced, type Resource, type Resources } from "../../synthesized/resources";
import type { SynthesizedStack } from "../../synthesized/synthesis";

/** The stack's own addresses, such as `https://stores.example.com`, and their addresses on this machine. */
const namesOfStacks = new WeakMap<SynthesizedStack, Map<string, string>>();

/** Maps one of the stack's names to this machine. */
export function nameLocally(stack: SynthesizedStack, address: string, local: string): void {
  const names = namesOfStacks.get(stack) ?? new Map<string, string>();
  namesOfStacks.set(stack, names.set(address, local));
}

/**
 * Replaces the stack's names in a text with addresses on this machine. The addresses use plain HTTP, because there is no
 * certificate for the HTTPS that the JSON specifies.
 */
export function localAddresses(text: string, stack: SynthesizedStack): string {
  const named = [...(namesOfStacks.get(stack) ?? [])].reduce(
    (replaced, [address, local]) =>
      replaced.replaceAll(new RegExp(`${escaped(address)}(?![\\w.:-])`, "g"), () => local),
    text,
  );
  return named.replaceAll(/https:\/\/(127\.0\.0\.1:\d+)/g, "http://$1");
}

/** The same resources with addresses on this machine. */
export function withLocalAddresses(resources: Resources, stack: SynthesizedStack): Resources {
  const local = ({ address, block }: Resource): Resource => ({
    address,
    block: JSON.parse(localAddresses(JSON.stringify(block), stack)) as Block,
  });
  return {
    resources: (type) => resources.resources(type).map(local),
    resource: (address) => {
      const found = resources.resource(address);
      return found && local(found);
    },
  };
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

export const HTTP_API = "aws_apigatewayv2_api";
export const REST_API = "aws_api_gateway_rest_api";

/** URLs of running APIs by their address in the stack, without a stage. */
export type ApiUrls = ReadonlyMap<string, string>;

/** The attributes of APIs and stages for expressions that refer to their URL. */
export function urlAttributes(resources: Resources, urls: ApiUrls): Attributes {
  const attributes: Record<string, Attributes[string]> = {};
  for (const { address } of resources.resources(HTTP_API))
    attributes[address] = { api_endpoint: urls.get(address) };
  for (const [type, owner, name] of [
    ["aws_apigatewayv2_stage", "api_id", "name"],
    ["aws_api_gateway_stage", "rest_api_id", "stage_name"],
  ] as const) {
    for (const { address, block } of resources.resources(type)) {
      const url = urls.get(addressIn(block[owner]) ?? "");
      if (url !== undefined)
        attributes[address] = { invoke_url: `${url}${stagePath(requiredText(block, name))}` };
    }
  }
  return attributes;
}

/** URLs of APIs with custom domain names, and their addresses on this machine. */
export function ownNames(
  resources: Resources,
  urls: ApiUrls,
): readonly { readonly address: string; readonly local: string }[] {
  const httpNames = resources.resources("aws_apigatewayv2_api_mapping").map(({ block }) => {
    return {
      api: addressIn(block["api_id"]),
      domain: referenced(resources, block["domain_name"])?.block["domain_name"],
      stage: referenced(resources, block["stage"])?.block["name"] ?? block["stage"],
      basePath: textOf(block, "api_mapping_key"),
    };
  });
  const restNames = resources.resources("aws_api_gateway_base_path_mapping").map(({ block }) => ({
    api: addressIn(block["api_id"]),
    domain: block["domain_name"],
    stage: block["stage_name"],
    basePath: textOf(block, "base_path"),
  }));
  return [...httpNames, ...restNames].flatMap(({ api, domain, stage, basePath }) => {
    const url = urls.get(api ?? "");
    if (url === undefined || typeof domain !== "string" || typeof stage !== "string") return [];
    const path = basePath === undefined ? "" : `/${basePath}`;
    return [{ address: `https://${domain}${path}`, local: `${url}${stagePath(stage)}` }];
  });
}

/** The default stage of an HTTP API is not part of the path. */
export function stagePath(stage: string): string {
  return stage === "$default" ? "" : `/${stage}`;
}
