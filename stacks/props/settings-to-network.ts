import { zonesWithVpcLinks } from "../../modules/network/availability-zones";
import type { NetworkProps } from "../../modules/network/create-network";
import { reachesOnlyEndpoints } from "../../modules/network/own-vpc";
import { endpointsFor } from "../../modules/network/vpc-endpoints";
import type { Environment } from "../../settings/environment";
import type { SystemStack } from "../system-stack";
import type { ProgramSettings } from "./settings-to-props";

type EndpointService = ReturnType<typeof endpointsFor>[number];

/** Capacity and VPC links that determine what a new network needs. */
interface NetworkUse {
  readonly capacity: Parameters<typeof endpointsFor>[0];
  /** Whether it contains a VPC link v2. @default false */
  readonly hasVpcLink?: boolean;
  /** AWS services that the programs call, as in `sqs`. @default none */
  readonly services?: readonly EndpointService[];
  /** Settings of the system, whose collectors and log routers call AWS. @default - there are none */
  readonly programs?: Programs;
  /** Whether the system creates an endpoint to its tables of DynamoDB, beside which a VPC takes no other. @default false */
  readonly hasTableEndpoint?: boolean;
}

type Telemetry = Pick<ProgramSettings, "tracing" | "logRouter">;

interface Programs extends Telemetry {
  readonly services?: Readonly<Record<string, Telemetry>>;
}

const FIREHOSE = "kinesis-firehose";

export function networkProps(
  stack: SystemStack,
  network: Environment["network"],
  use: NetworkUse = { capacity: "instances" },
): NetworkProps {
  if (network.kind !== "own") return network;
  const { capacity, hasVpcLink = false, services = [], programs = {} } = use;
  const { endpointServices, endpointPolicies, ...own } = network;
  return {
    ...own,
    region: stack.environment.region,
    zoneIds:
      network.zoneIds ?? (hasVpcLink ? zonesWithVpcLinks(stack.environment.region) : undefined),
    interfaceEndpoints: [
      ...new Set([
        ...(reachesOnlyEndpoints(network)
          ? [...endpointsFor(capacity), ...services, ...telemetryServices(programs)]
          : []),
        ...endpointServices.filter((service) => service !== "dynamodb"),
      ]),
    ],
    endpointPolicies: endpointPolicies && {
      ...endpointPolicies,
      capacity,
      // Programs that write to streams of their own have the endpoint among endpointServices.
      streamArns: endpointServices.includes(FIREHOSE) ? undefined : streamsOf(programs),
    },
    dynamodbEndpoint: endpointServices.includes("dynamodb") && use.hasTableEndpoint !== true,
  };
}

function telemetryOf({ services, ...own }: Programs): readonly Telemetry[] {
  return [own, ...Object.values(services ?? {})];
}

/** AWS services that the collectors and log routers of a system's tasks call, besides those that every task calls. */
function telemetryServices(programs: Programs): readonly EndpointService[] {
  return telemetryOf(programs).flatMap((each): EndpointService[] => [
    ...(each.tracing ? (["xray"] as const) : []),
    ...(each.logRouter?.destination.kind === "firehose" ? ([FIREHOSE] as const) : []),
  ]);
}

function streamsOf(programs: Programs): readonly string[] {
  const arns = telemetryOf(programs).flatMap(({ logRouter }) =>
    logRouter?.destination.kind === "firehose" ? [logRouter.destination.streamArn] : [],
  );
  return [...new Set(arns)];
}
