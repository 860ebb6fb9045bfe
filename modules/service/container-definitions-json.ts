import { terraformJson } from "../terraform-json";

/** Container definitions as the value of `container_definitions`. */
export function containerDefinitionsJson(definitions: readonly object[]): string {
  return terraformJson(definitions);
}
