import { broken, systemRule } from "./rule";

interface Imaged {
  image: { kind: "repository" } | { kind: "reference"; reference: string };
}

/** A registry of ECR, which the endpoints of a network without NAT reach. */
const ECR = /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\//;

/** Private subnets without NAT reach AWS by endpoints, and nothing else. */
export const imageWithinReach = systemRule<
  {
    network:
      { kind: "own"; nat: "none" | "single" | "per-zone" } | { kind: "default-vpc" | "existing" };
  },
  Imaged
>(
  { environment: ["network.kind", "network.nat"], system: ["image.kind", "image.reference"] },
  ({ image }, { network }) =>
    image.kind === "reference" &&
    network.kind === "own" &&
    network.nat === "none" &&
    !ECR.test(image.reference)
      ? broken(
          "image.reference",
          'must be in an ECR registry while network.nat is "none", for nothing outside AWS is within reach',
          image.reference,
          "Copy the image to ECR, or give the network a NAT gateway.",
        )
      : undefined,
);
