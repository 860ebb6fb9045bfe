import type { Range, TextRule, Violation } from "../violation";

/*
 * Volumes of a task.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_data_volumes.html (read 2026-11-28)
 */

/**
 * The port of an EFS mount target.
 * @see https://docs.aws.amazon.com/efs/latest/ug/accessing-fs-create-security-groups.html
 */
export const NFS_PORT = 2049;

/**
 * Fargate provides 20 GiB by default.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EphemeralStorage.html
 */
export const ephemeralStorageGiB: Range = [21, 200];

/**
 * gp3 volumes.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceManagedEBSVolumeConfiguration.html
 */
export const ebs = {
  sizeGiB: [1, 16_384],
  iops: [3000, 16_000],
  throughputMiBps: [125, 1000],
} as const satisfies Record<string, Range>;

export const ebsFileSystems = ["xfs", "ext4", "ext3"] as const;

/** @see https://docs.aws.amazon.com/efs/latest/ug/accessing-fs-nfs-permissions.html */
export const posixId: Range = [0, 4_294_967_295];

export const fileSystemId: TextRule = {
  rule: 'must be the ID of an EFS file system, as in "fs-0123456789abcdef0"',
  pattern: /^fs-[0-9a-f]{8,40}$/,
};

export const accessPointId: TextRule = {
  rule: 'must be the ID of an EFS access point, as in "fsap-0123456789abcdef0"',
  pattern: /^fsap-[0-9a-f]{8,40}$/,
};

export const snapshotId: TextRule = {
  rule: 'must be the ID of an EBS snapshot, as in "snap-0123456789abcdef0"',
  pattern: /^snap-([0-9a-f]{8}|[0-9a-f]{17})$/,
};

export const securityGroupId: TextRule = {
  rule: 'must be the ID of a security group, as in "sg-0123456789abcdef0"',
  pattern: /^sg-([0-9a-f]{8}|[0-9a-f]{17})$/,
};

/** A container's volume mounts, by path. */
export type Mounts = Readonly<Record<string, { readonly volume: string }>>;

/** The fields of a container that its mounts need. */
export interface MountingContainer {
  readonly name: string;
  readonly mounts?: Mounts;
  readonly writablePaths?: readonly string[];
  readonly tmpfs?: Readonly<Record<string, unknown>>;
}

/** @returns broken rules, each with its container; without one, the field belongs to a volume */
export function volumeProblems(
  volumes: Readonly<Record<string, { readonly kind: string }>>,
  containers: readonly MountingContainer[],
): (Violation & { readonly container?: string })[] {
  const names = Object.keys(volumes);
  const used = new Set(
    containers.flatMap(({ mounts = {} }) => Object.values(mounts).map(({ volume }) => volume)),
  );
  const disks = names.filter((name) => volumes[name]?.kind === "ebs");
  return [
    ...containers.flatMap((container) => mountProblems(container, names)),
    ...names
      .filter((name) => !used.has(name))
      .map((name) => ({
        field: name,
        rule: "must be mounted by a container",
        got: volumes[name]?.kind,
        fix: "Add it to the mounts of a container, or remove it.",
      })),
    // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Volume.html on configuredAtLaunch
    ...disks.slice(1).map((name) => ({
      field: name,
      rule: `must be of another kind, because a task has one volume of EBS, which is ${disks[0] ?? ""}`,
      got: "ebs",
      fix: "Store the data of both on one volume, or use EFS.",
    })),
  ];
}

function mountProblems(
  { name: container, mounts = {}, writablePaths = [], tmpfs = {} }: MountingContainer,
  names: readonly string[],
) {
  return Object.entries(mounts).flatMap(([path, { volume }]) => {
    if (!names.includes(volume)) {
      return [
        {
          container,
          field: "mounts",
          rule: `must mount volumes of volumes (${names.join(", ") || "there is none"})`,
          got: volume,
          fix: "Correct the name, or add the volume.",
        },
      ];
    }
    return writablePaths.includes(path) || Object.hasOwn(tmpfs, path)
      ? [
          {
            container,
            field: "mounts",
            rule: `must not hold ${path}, where writablePaths or tmpfs mount another file system`,
            got: path,
            fix: "Remove one of them.",
          },
        ]
      : [];
  });
}
