import type { Resources } from "./resources";

/**
 * The same resources, with addresses on this machine as plain HTTP: the JSON asks for HTTPS, for which there is no
 * certificate here.
 */
export function withLocalAddresses(resources: Resources): Resources {
  return {
    resources: (type) =>
      new Map(
        [...resources.resources(type)].map(([address, block]) => [
          address,
          JSON.parse(plainLocalAddresses(JSON.stringify(block))) as typeof block,
        ]),
      ),
  };
}

export function plainLocalAddresses(text: string): string {
  return text.replaceAll(/https:\/\/(127\.0\.0\.1:\d+)/g, "http://$1");
}
