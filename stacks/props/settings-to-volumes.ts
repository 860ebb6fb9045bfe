import { allowToFileSystem, FileSystem, fileSystemArn } from "../../modules/data/file-system";
import type { Network } from "../../modules/network/network";
import type { TaskVolume } from "../../modules/service/containers/volumes";
import type { Capacity } from "../../modules/service/service-capacity";
import type { HttpScaleOutSettings } from "../../settings/environment";
import type { SystemStack } from "../system-stack";

export interface VolumesPlace {
  readonly network: Network;
  readonly capacity: Capacity;
  /** The service, if the system has several. @default the system has one */
  readonly service?: string;
}

/** The volumes of a program's tasks: creates the file systems among them, and opens the way to all of them. */
export function taskVolumes(
  stack: SystemStack,
  { volumes = {} }: Pick<HttpScaleOutSettings, "volumes">,
  { network, capacity, service }: VolumesPlace,
): readonly TaskVolume[] {
  return Object.entries(volumes).map(([name, volume]): TaskVolume => {
    const id = service === undefined ? name : `${service}-${name}`;
    switch (volume.kind) {
      case "bind":
      case "ebs":
        return { ...volume, name };
      case "efs": {
        const fileSystem = new FileSystem(stack, `${id}-files`, {
          ...volume,
          network,
          name: `${stack.node.id}-${id}`,
          deletionProtection: stack.environment.protections.deletionProtection,
        });
        fileSystem.allowFrom(`${id}-files`, capacity.securityGroup);
        return {
          kind: "efs",
          name,
          fileSystemId: fileSystem.resource.id,
          fileSystemArn: fileSystem.resource.arn,
          accessPointId: fileSystem.accessPoint.id,
          ready: fileSystem.ready,
        };
      }
      case "existing-efs": {
        const { fileSystemId, accessPointId, securityGroupId } = volume;
        allowToFileSystem(`${id}-files`, capacity.securityGroup, { securityGroupId });
        return {
          kind: "efs",
          name,
          fileSystemId,
          accessPointId,
          fileSystemArn: fileSystemArn(stack, stack.environment.region, fileSystemId),
        };
      }
    }
  });
}
