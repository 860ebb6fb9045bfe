import { subnetId, vpcId } from "../../../aws/networking/network";
import type { Setting } from "../../init/settings-files/source";
import type { Field } from "../field";
import type { Target } from "../target/target";

export interface ImportedNetwork {
  readonly settings: Record<string, Setting>;
  /** Whether it has the private subnets that tasks on Fargate need. */
  readonly isPrivate: boolean;
}

/** Maps the VPC that an environment's manifest imports. */
export function importedNetwork(manifest: Field): ImportedNetwork {
  const vpc = manifest.get("network", "vpc");
  const subnets = (kind: string) =>
    vpc.get("subnets", kind).items.map((subnet) => subnet.get("id").text ?? "");
  const [open, closed] = [subnets("public"), subnets("private")];
  const id = vpc.get("id");
  const isUsable =
    vpcId.pattern.test(id.text ?? "") &&
    open.length > 1 &&
    [...open, ...closed].every((each) => subnetId.pattern.test(each));
  if (!isUsable) return { settings: {}, isPrivate: false };
  const isPrivate = closed.length > 1;
  id.taken("network.vpcId");
  for (const subnet of vpc.get("subnets", "public").items)
    subnet.get("id").taken("network.publicSubnetIds");
  if (isPrivate)
    for (const subnet of vpc.get("subnets", "private").items)
      subnet.get("id").taken("network.privateSubnetIds");
  return {
    settings: {
      network: {
        kind: "existing",
        vpcId: id.text ?? "",
        publicSubnetIds: open,
        ...(isPrivate ? { privateSubnetIds: closed } : {}),
      },
    },
    isPrivate,
  };
}

/** Maps the load balancer of an environment's manifest, and what else it has. */
export function environmentSettings(
  manifest: Field,
  /** That of the services behind a load balancer, if there are any. */
  target: Target | undefined,
  network: Readonly<Record<string, Setting>>,
): { region?: string; settings: Record<string, Setting> } {
  manifest.get("name").taken("environments/all.ts");
  manifest.get("type").taken("environments/all.ts");
  const settings: Record<string, Setting> = { ...network };
  const insights = manifest.get("observability", "container_insights");
  if (insights.flag !== undefined) {
    settings["containerInsights"] = insights.flag ? "enabled" : "disabled";
    insights.taken("containerInsights");
  }
  const certificate = manifest.get("http", "public", "certificates", 0);
  const [, region] =
    /^arn:aws[\w-]*:acm:([\w-]+):\d{12}:certificate\/[0-9a-f-]{36}$/.exec(certificate.text ?? "") ??
    [];
  if (region === undefined || target === undefined) return { settings };
  target.shareCertificate(certificate, certificate.text ?? "");
  return { region, settings };
}
