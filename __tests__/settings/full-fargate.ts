import type { EnvironmentSettings } from "../../settings/environment";
import { connection } from "./full-containers";

/** An environment whose only system is on Fargate where it could be on instances. */
export const fargate: EnvironmentSettings = {
  name: "fargate",
  region: "us-west-2",
  nameSuffix: "-fargate",
  state: { kind: "s3", bucket: "acme-state-fargate" },
  network: { kind: "default-vpc" },
  protections: { deletionProtection: false, httpsOnly: false },
  logRetentionDays: 7,
  systems: {
    "http-scale-out": {
      network: { kind: "own", cidr: "10.70.0.0/16", zoneCount: 2, nat: "single" },
      image: { kind: "reference", reference: "ghcr.io/acme/shop:1.0.0" },
      serviceConnect: {},
      connection,
      container: { cpu: 300, memoryLimitMiB: 800, memoryReservationMiB: 500 },
      capacity: {
        kind: "fargate",
        architecture: "arm64",
        spotPercent: 60,
        onDemandTasks: 2,
        platformVersion: "1.4.0",
        ephemeralStorageGiB: 50,
        egress: [{ port: 5432, toPort: 5433, cidr: "10.9.0.0/16" }],
      },
    },
  },
};
