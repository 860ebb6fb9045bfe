import { type InstanceRequirements, matchingTypes } from "./instance-requirements";
import { instanceType } from "./instance-types";
import { roomOn, type TaskNeeds, tasksOn } from "./placement";

/* What AWS may give to those who choose instances by requirements. */

/** The largest room for tasks on any instance that meets the requirements; a task has to fit it. */
export function largestRoom(requirements: InstanceRequirements): LargestRoom {
  const types = matchingTypes(requirements);
  const known = largest.get(types);
  if (known !== undefined) return known;
  const rooms = types.flatMap((type) => roomOn(type) ?? []);
  const room = {
    cpuUnits: Math.max(0, ...rooms.map(({ cpuUnits }) => cpuUnits)),
    memoryMiB: Math.max(0, ...rooms.map(({ memoryMiB }) => memoryMiB)),
    gpus: Math.max(0, ...rooms.map(({ gpus }) => gpus)),
  };
  largest.set(types, room);
  return room;
}

interface LargestRoom {
  readonly cpuUnits: number;
  readonly memoryMiB: number;
  readonly gpus: number;
}

/** Several rules ask for it. */
const largest = new WeakMap<readonly string[], LargestRoom>();

/**
 * The type that ECS most likely chooses: of those that fit the largest of the tasks, the one that costs least, because
 * it selects "the most cost-optimized" ones. Undefined if none with a known price fits.
 * @param priceOf price of a type an hour, or undefined where it is not known
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/managed-instances-instance-types.html
 */
export function likelyType(
  requirements: InstanceRequirements,
  tasks: readonly TaskNeeds[],
  priceOf: (type: string) => number | undefined,
): string | undefined {
  const fitting = matchingTypes(requirements).filter((type) => {
    const room = roomOn(type);
    return room !== undefined && tasks.every((task) => tasksOn(room, task) > 0);
  });
  return cheapestFirst(fitting, priceOf)[0]?.type;
}

/**
 * Percent above the cheapest current type of the families C, M and R that meets the requirements, at which AWS leaves
 * types out on demand.
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/create-mixed-instances-group-attribute-based-instance-type-selection.html
 */
const PRICE_PROTECTION_PERCENT = 20;

interface Priced {
  readonly type: string;
  readonly price: number;
}

/** Types with a known price, those of one price by their names. */
function cheapestFirst(
  types: readonly string[],
  priceOf: (type: string) => number | undefined,
): readonly Priced[] {
  return types
    .flatMap((type): Priced[] => {
      const price = priceOf(type);
      return price === undefined ? [] : [{ type, price }];
    })
    .sort((one, other) => one.price - other.price || (one.type < other.type ? -1 : 1));
}

/** The types that cost least and most of those that a group may start. Undefined if no price is known. */
export function priceSpan(
  requirements: InstanceRequirements,
  priceOf: (type: string) => number | undefined,
): { readonly cheapest: string; readonly dearest: string } | undefined {
  const byPrice = cheapestFirst(matchingTypes(requirements), priceOf);
  const [cheapest] = byPrice;
  if (cheapest === undefined) return undefined;
  const usual = byPrice.find(
    ({ type }) => /^[cmr]\d/.test(type) && instanceType(type)?.generation === "current",
  );
  const most = ((usual ?? cheapest).price * (100 + PRICE_PROTECTION_PERCENT)) / 100;
  const dearest = byPrice.filter(({ price }) => price <= most).at(-1) ?? cheapest;
  return { cheapest: cheapest.type, dearest: dearest.type };
}
