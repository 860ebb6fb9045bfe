import { type MountingContainer, volumeProblems } from "../../aws/volumes";
import { brokenBy, rule } from "./rule";

interface Mounting {
  container: MountingContainer & { name: string };
  sidecars?: Record<string, Omit<MountingContainer, "name">>;
  volumes?: Record<string, { kind: string }>;
}

/** Containers mount volumes that are there, and each volume is mounted. */
export const volumesMounted = rule<Mounting>(
  ["container", "sidecars", "volumes"],
  ({ container, sidecars = {}, volumes = {} }) => {
    // Before defaults are filled in, a name may be a placeholder, so that the service's own container is the first.
    const beside = Object.entries(sidecars).map(([name, sidecar]) => ({ ...sidecar, name }));
    return volumeProblems(volumes, [{ ...container, name: OWN }, ...beside]).map((found) => {
      const { at, message } = brokenBy(found);
      const where =
        found.container === undefined
          ? ["volumes"]
          : found.container === OWN
            ? ["container"]
            : ["sidecars", found.container];
      return { at: [...where, ...at], message };
    });
  },
);

/** No sidecar has such a name. */
const OWN = " ";
