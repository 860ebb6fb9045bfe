import type { Architecture } from "../instance-types";
import { broken, rule } from "./rule";

interface BuiltSystem {
  image:
    | { kind: "repository"; build?: { platforms?: string[] } }
    | { kind: "reference"; reference: string };
  capacity: { architecture: Architecture };
}

const platformOf = { x86_64: "linux/amd64", arm64: "linux/arm64" } as const;

/** An image without the instances' platform is pulled, and ends at once with "exec format error". */
export const buildsForInstances = rule<BuiltSystem>(
  ["image.build.platforms", "capacity.architecture"],
  ({ image, capacity: { architecture } }) => {
    const platforms = image.kind === "repository" ? image.build?.platforms : undefined;
    const needed = platformOf[architecture];
    return platforms === undefined || platforms.includes(needed)
      ? undefined
      : broken(
          "image.build.platforms",
          `must include ${needed}, the platform of the instances (capacity.architecture ${architecture})`,
          platforms.join(", "),
          "Add it, or leave platforms out.",
        );
  },
);
