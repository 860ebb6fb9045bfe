import { ebsNeedsNitro } from "../../../aws/compute/instance-groups";
import { type MountingContainer, volumeProblems } from "../../../aws/containers/volumes";
import type { GroupOfTypes } from "../capacity/instance-group";
import { type Broken, brokenBy, rule } from "../rule";

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

type Volumes = Record<string, { kind: string }>;

/** The instances of a group can have the volumes of EBS of their tasks. */
export const disksAttach = rule<{ volumes?: Volumes; capacity: GroupOfTypes }>(
  ["volumes", "capacity.instanceTypes", "capacity.instanceRequirements", "capacity.architecture"],
  ({ volumes, capacity }) => unattached(capacity, diskOf(volumes, "volumes")),
);

/** The same of all services, whose tasks run on one group. */
export const disksOfServicesAttach = rule<{
  services: Record<string, { volumes?: Volumes }>;
  capacity: GroupOfTypes;
}>(
  ["services", "capacity.instanceTypes", "capacity.instanceRequirements", "capacity.architecture"],
  ({ services, capacity }) => {
    const disks = Object.entries(services).flatMap(
      ([name, { volumes }]) => diskOf(volumes, `services.${name}.volumes`) ?? [],
    );
    return unattached(capacity, disks[0]);
  },
);

/** A task has one at most. */
function diskOf(volumes: Volumes = {}, at: string): string | undefined {
  const name = Object.keys(volumes).find((each) => volumes[each]?.kind === "ebs");
  return name === undefined ? undefined : `${at}.${name}`;
}

function unattached(capacity: GroupOfTypes, disk: string | undefined): Broken[] {
  return disk === undefined
    ? []
    : ebsNeedsNitro(capacity, disk).map((found) => brokenBy(found, "capacity."));
}
