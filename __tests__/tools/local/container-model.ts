import type { ContainerModel } from "../../../tools/synthesized/system/task-definition";

/** An essential container that depends on nothing. */
export function containerModel(name: string, more: Partial<ContainerModel> = {}): ContainerModel {
  return {
    name,
    image: `${name}:1`,
    isEssential: true,
    environment: {},
    environmentFiles: [],
    mounts: {},
    secrets: {},
    ports: [],
    dependsOn: [],
    links: [],
    stopTimeoutSeconds: 5,
    ...more,
  };
}
