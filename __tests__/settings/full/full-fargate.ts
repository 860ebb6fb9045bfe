import type { EnvironmentSettings } from "../../../settings/environment";
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
      previews: {
        expiresAfterDays: 3,
        tasks: 2,
        maxMonthlyCostUsd: 120.5,
        port: 8443,
        clientCidrs: ["203.0.113.0/24"],
        routing: {
          kind: "host",
          domainName: "preview.acme.org",
          hostedZoneId: "Z0123456789ACME",
          certificate: {
            kind: "existing",
            arn: "arn:aws:acm:us-west-2:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef",
          },
        },
      },
    },
  },
};
