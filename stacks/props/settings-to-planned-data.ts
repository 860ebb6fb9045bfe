import type { PlannedData } from "../../modules/delivery/deployment-permissions";
import { groundParameter } from "../../modules/preview/preview-ground";
import { PAGE_BUCKET_PREFIX } from "../../modules/web/page-bucket";

interface WithData {
  readonly capacity?: { readonly imageParameter?: string };
  readonly previews?: object;
  readonly page?: { readonly kind: string };
}

/**
 * Data that a plan of systems reads, by the IDs of their stacks: parameters for AMIs and for previews, and the files of a page.
 */
export function plannedData(
  systems: readonly (readonly [stack: string, system: object | undefined])[],
) {
  const each = systems.map(([stack, system]) => [stack, (system ?? {}) as WithData] as const);
  return {
    parameters: each.flatMap(([stack, { capacity, previews }]) => [
      ...(capacity?.imageParameter === undefined ? [] : [capacity.imageParameter]),
      ...(previews === undefined ? [] : [groundParameter(stack)]),
    ]),
    buckets: each.some(([, { page }]) => page?.kind === "hosted") ? [`${PAGE_BUCKET_PREFIX}*`] : [],
  } satisfies PlannedData;
}
