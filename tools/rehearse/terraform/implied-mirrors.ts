import { homedir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../../project-root";

/**
 * Folders that Terraform takes for mirrors without being told. The first is relative to the folder that Terraform runs
 * in, for which the project's own stands here.
 *
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
 */
export function impliedMirrors(
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): readonly string[] {
  const home = environment.HOME ?? homedir();
  const own = join(projectRoot(), "terraform.d", "plugins");
  if (platform === "win32")
    return [own, ...onWindows(environment.APPDATA ?? join(home, "AppData", "Roaming"))];
  const inHome = join(home, ".terraform.d", "plugins");
  return [own, inHome, ...(platform === "darwin" ? onMacos(home) : onOthers(home, environment))];
}

function onWindows(applicationData: string): readonly string[] {
  return [
    join(applicationData, "terraform.d", "plugins"),
    join(applicationData, "HashiCorp", "Terraform", "plugins"),
  ];
}

function onMacos(home: string): readonly string[] {
  const folder = join("Library", "Application Support", "io.terraform", "plugins");
  return [join(home, folder), join("/", folder)];
}

/** @see https://specifications.freedesktop.org/basedir-spec/latest/ */
function onOthers(home: string, environment: NodeJS.ProcessEnv): readonly string[] {
  const dataHome = environment.XDG_DATA_HOME ?? join(home, ".local", "share");
  const dataFolders = (environment.XDG_DATA_DIRS ?? "/usr/local/share:/usr/share").split(":");
  return [dataHome, ...dataFolders].map((folder) => join(folder, "terraform", "plugins"));
}
