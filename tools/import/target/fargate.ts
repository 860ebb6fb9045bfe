import { platformVersions } from "../../../aws/compute/fargate";
import { ephemeralStorageGiB } from "../../../aws/containers/volumes";
import type { Field } from "../field";
import { putNumber } from "./program";
import type { ServiceTarget, TargetCapacity, TargetSystem } from "./service-target";

/** Why several services that ran on Fargate run on instances. */
export const NOT_ON_FARGATE =
  "Several services share a load balancer in talk-service, which does not run on Fargate. They run on instances.";

/** What tasks on Fargate reach, which most lose when they move. */
export const REACH_NOTE =
  "Tasks on Fargate reach HTTPS and nothing else. Open other ports in capacity.egress, as in [{ port: 5432 }] for PostgreSQL.";

/** Where the tasks of a system run that were on Fargate. */
export function capacityAfterFargate(system: TargetSystem): TargetCapacity {
  return system === "talk-service" ? "instances" : "fargate";
}

const ARCHITECTURES: Readonly<Record<string, string>> = {
  amd64: "x86_64",
  x86_64: "x86_64",
  arm64: "arm64",
  aarch64: "arm64",
};

/** Maps the architecture of tasks on Fargate, in any of the words for it. */
export function putArchitecture(target: ServiceTarget, field: Field, text: string): void {
  const architecture = ARCHITECTURES[text.toLowerCase()];
  if (target.capacity !== "fargate" || architecture === undefined) return;
  target.put(
    field,
    "capacity.architecture",
    architecture,
    architecture === field.text ? undefined : "In the words of the settings.",
  );
}

/** Maps the GiB of a task on Fargate, which has 20 without a setting. */
export function putStorage(target: ServiceTarget, field: Field): void {
  const { number } = field;
  if (target.capacity !== "fargate" || number === undefined) return;
  if (number < ephemeralStorageGiB[0])
    field.changed(undefined, "A task on Fargate has 20 GiB without a setting.");
  else putNumber(target, field, "capacity.ephemeralStorageGiB", number, ephemeralStorageGiB);
}

/** Maps the version of Fargate's platform. */
export function putPlatformVersion(target: ServiceTarget, field: Field): void {
  if (target.capacity !== "fargate" || field.text === undefined) return;
  const version = platformVersions.find((each) => each === field.text);
  if (version === undefined)
    target.put(
      field,
      "capacity.platformVersion",
      "LATEST",
      `AWS runs ${platformVersions.join(" and ")} only, of which the first follows AWS.`,
    );
  else target.put(field, "capacity.platformVersion", version);
}

/** A size in CPU units or MiB of `1024`, `1 vCPU`, `2048` or `2 GB`. */
export function sizeIn(text: string | undefined, unit: "vCPU" | "GB"): number | undefined {
  const [, number, given] = /^([\d.]+)\s*(\w+)?$/.exec(text ?? "") ?? [];
  if (number === undefined) return undefined;
  return given?.toLowerCase() === unit.toLowerCase() ? Number(number) * 1024 : Number(number);
}
