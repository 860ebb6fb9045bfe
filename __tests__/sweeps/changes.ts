import type { EnvironmentSettings } from "../../settings/environment";

type Systems = EnvironmentSettings["systems"];

/** A change of settings that somebody makes, by paths within the system, or within its environment after a slash. */
export interface SettingsChange {
  readonly title: string;
  readonly set: Readonly<Record<string, unknown>>;
  /** Addresses that the guard keeps from being destroyed: the change is made in two steps, or allowed by name. */
  readonly guarded?: readonly string[];
  /** What is told of the plan and is meant. */
  readonly meant?: readonly string[];
}

/** A system as it was deployed, and what may become of it. */
export interface ChangedSystem<Name extends keyof Systems = keyof Systems> {
  readonly system: Name;
  readonly settings: NonNullable<Systems[Name]>;
  readonly changes: readonly SettingsChange[];
}

const ARN = "arn:aws:acm:us-east-2:123456789012:certificate";

const httpScaleOut: ChangedSystem<"http-scale-out"> = {
  system: "http-scale-out",
  settings: { capacity: { maxInstances: 7 } },
  changes: [
    {
      title: "another name of the service",
      set: { "service.name": "shop" },
      guarded: ["aws_ecs_service.service"],
    },
    {
      title: "another name of the cluster",
      set: { clusterName: "shop" },
      guarded: ["aws_ecs_service.service"],
    },
    {
      title: "another name of the balancer",
      set: { "loadBalancer.name": "shop" },
      guarded: ["aws_lb.entry_load-balancer", "aws_lb_listener.entry_listeners_http"],
    },
    { title: "another name of the container", set: { "container.name": "shop" } },
    { title: "another port", set: { "container.port": 8080 } },
    { title: "another health path", set: { "loadBalancer.healthCheck": { path: "/health" } } },
    { title: "more memory", set: { "container.memoryLimitMiB": 300 } },
    { title: "a larger disk", set: { "capacity.rootVolumeGiB": 60 } },
    { title: "other instance types", set: { "capacity.instanceTypes": ["t3.small"] } },
    { title: "some Spot", set: { "capacity.spotPercent": 50 } },
    { title: "managed scaling of the instances", set: { clusterScaling: { kind: "managed" } } },
    { title: "step scaling of the instances", set: { clusterScaling: { kind: "step" } } },
    { title: "tasks spread over the zones", set: { placement: "spread" } },
    {
      title: "an image from elsewhere",
      set: { image: { kind: "reference", reference: "ghcr.io/acme/shop" } },
    },
    { title: "a way out to a database", set: { "capacity.egress": [{ port: 5432 }] } },
    { title: "SSH", set: { "capacity.ssh": { keyName: "operations", cidr: "203.0.113.0/24" } } },
    { title: "access logs", set: { "loadBalancer.accessLogs": { retentionDays: 30 } } },
    {
      title: "a certificate",
      set: {
        "loadBalancer.certificate": {
          kind: "existing",
          arn: `${ARN}/01234567-89ab-cdef-0123-456789abcdef`,
        },
      },
    },
    { title: "no deletion protection", set: { "/protections.deletionProtection": false } },
    { title: "e-mails of alarms", set: { "/notificationEmail": "operations@example.com" } },
    { title: "fewer zones", set: { "/network": { kind: "default-vpc", zoneCount: 2 } } },
    { title: "other tags", set: { "/tags": { Team: "shop" } } },
  ],
};

export const changedSystems: readonly ChangedSystem[] = [httpScaleOut];
