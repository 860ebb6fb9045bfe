import { type NetworkKind, networkOf } from "./private-network";
import { type Broken, broken, systemRule } from "./rule";

interface Reach {
  network: NetworkKind;
}

/** Private subnets without NAT reach AWS by endpoints, and nothing else. */
export const imageWithinReach = systemRule<
  Reach,
  { image: { kind: "repository" } | { kind: "reference"; reference: string } }
>(
  { environment: ["network.kind", "network.nat"], system: ["image.kind", "image.reference"] },
  ({ image }, environment) =>
    image.kind === "reference"
      ? outOfReach("image.reference", image.reference, environment)
      : undefined,
);

/** The same for an image by its parts. */
export const registryWithinReach = systemRule<
  Reach,
  { image: { kind: "repository" } | { kind: "registry"; containerRegistry: string } }
>(
  {
    environment: ["network.kind", "network.nat"],
    system: ["image.kind", "image.containerRegistry"],
  },
  ({ image }, environment) =>
    image.kind === "registry"
      ? outOfReach("image.containerRegistry", image.containerRegistry, environment)
      : undefined,
);

/** The same for the images of several services, which may have a network of their own. */
export const servicesWithinReach = systemRule<
  Reach,
  {
    network?: NetworkKind;
    services: Record<
      string,
      { image: { kind: "repository" } | { kind: "reference"; reference: string } }
    >;
  }
>(
  { environment: ["network.kind", "network.nat"], system: ["network", "services"] },
  ({ services, ...system }, environment) => {
    const network = networkOf(system, environment);
    for (const [name, { image }] of Object.entries(services)) {
      if (image.kind !== "reference") continue;
      const found = outOfReach("image.reference", image.reference, { network });
      if (found !== undefined) return { ...found, at: ["services", name, ...found.at] };
    }
    return undefined;
  },
);

/** A registry of ECR, which the endpoints of a network without NAT reach. */
const ECR = /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?(\/|$)/;

function outOfReach(field: string, place: string, { network }: Reach): Broken | undefined {
  return network.kind === "own" && network.nat === "none" && !ECR.test(place)
    ? broken(
        field,
        'must be in an ECR registry while network.nat is "none", for nothing outside AWS is within reach',
        place,
        "Copy the image to ECR, or give the network a NAT gateway.",
      )
    : undefined;
}
