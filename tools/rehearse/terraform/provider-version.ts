import type { ProviderInstallation } from "./provider-installation";
import { mirroredProviders } from "./provider-mirror";

/** The version that the emulator's fixes were measured with. */
export const MEASURED_AWS_PROVIDER = "5.100.0";

/** Names another version of the AWS provider to rehearse with. */
export const VERSION_VARIABLE = "REHEARSAL_AWS_PROVIDER_VERSION";

export const AWS_PROVIDER = "registry.terraform.io/hashicorp/aws";

/** The one version of the AWS provider that a rehearsal runs with. */
export function awsProviderVersion(
  installation: ProviderInstallation,
  environment: NodeJS.ProcessEnv = process.env,
): string {
  const wanted = environment[VERSION_VARIABLE] ?? MEASURED_AWS_PROVIDER;
  if (installation.mirrors.length === 0) return wanted;
  const available = installation.mirrors.flatMap(
    (mirror) => mirroredProviders(mirror).get(AWS_PROVIDER) ?? [],
  );
  if (available.includes(wanted)) return wanted;
  throw new Error(
    `The rehearsal runs with AWS provider ${wanted}; providers come ${installation.description}, which holds ` +
      `${available.join(", ") || "none"}. Add that version, or name another one in ${VERSION_VARIABLE}.`,
  );
}
