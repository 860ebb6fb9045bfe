import type { EnvironmentSettings } from "../../../settings/environment";

type Systems = EnvironmentSettings["systems"];

/** A task definition in a shape that public projects use, written for this test, and the settings that express it. */
export type Shape = {
  [Name in "http-scale-out" | "worker" | "http-api"]: {
    readonly name: string;
    readonly system: Name;
    readonly settings: NonNullable<Systems[Name]>;
    /** Container definitions as they are meant, without logs and what every container here has. */
    readonly containers: readonly object[];
    readonly volumes?: readonly object[];
    /** Arguments of other resources, by type. */
    readonly others?: Readonly<Record<string, object>>;
  };
}["http-scale-out" | "worker" | "http-api"];

export const image = (reference: string) => ({ kind: "reference", reference }) as const;

/** What a sidecar on instances must have; `size` is its CPU units and MiB. */
export const sized = (cpu: number, memoryLimitMiB: number) => ({ cpu, memoryLimitMiB });

/** A port as the containers of a task get it on Docker's bridge. */
export const onBridge = (containerPort: number, protocol: "tcp" | "udp" = "tcp") => ({
  containerPort,
  hostPort: 0,
  protocol,
});

/** The same where the task has its own address. */
export const onTask = (port: number, protocol: "tcp" | "udp" = "tcp") => ({
  containerPort: port,
  hostPort: port,
  protocol,
});

/** A network with private subnets, which tasks on Fargate need. */
export const network = { kind: "own", zoneCount: 2, nat: "single" } as const;
