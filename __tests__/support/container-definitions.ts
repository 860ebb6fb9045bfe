/** The definitions in a `container_definitions` of a synthesized stack; expressions within them stay as they are. */
export function containerDefinitions(expression: string): Record<string, any>[] {
  const json = /^\$\{jsonencode\(([^]*)\)\}$/.exec(expression)?.[1];
  if (json === undefined) throw new Error(`not container definitions: ${expression}`);
  return JSON.parse(json) as Record<string, any>[];
}
