import { broken, systemRule } from "./rule";

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html */
const MAX_LENGTH = 32;

/** The only name that its suffix can make too long: schemas keep all others far below their limits. */
export const balancerNameFits = systemRule<
  { nameSuffix: string },
  { loadBalancer: { name: string } }
>(
  { environment: ["nameSuffix"], system: ["loadBalancer.name"] },
  ({ loadBalancer: { name } }, { nameSuffix }) =>
    name.length + nameSuffix.length <= MAX_LENGTH
      ? undefined
      : broken(
          "loadBalancer.name",
          `must have at most ${MAX_LENGTH - nameSuffix.length} characters, for AWS takes ${MAX_LENGTH} with nameSuffix "${nameSuffix}"`,
          name,
          "Shorten one of them.",
        ),
);
