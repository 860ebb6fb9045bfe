import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  awsProviderVersion,
  impliedMirrors,
  providerInstallation,
} from "../../../../tools/rehearse/terraform/provider-installation";
import { addProvider, temporaryFolder } from "./mirror-fixture";

const folder = temporaryFolder();
const AWS = "registry.terraform.io/hashicorp/aws";

/** Somebody who has set nothing up, and whose home is empty. */
const nobody = (): NodeJS.ProcessEnv => ({
  HOME: join(folder.path, "home"),
  XDG_DATA_HOME: join(folder.path, "data"),
  XDG_DATA_DIRS: join(folder.path, "shared"),
});

test("follows the CLI configuration that the environment names", () => {
  const file = join(folder.path, "mine.tfrc");
  writeFileSync(file, "");
  const installation = providerInstallation(folder.path, { ...nobody(), TF_CLI_CONFIG_FILE: file });
  expect(installation.cliConfiguration).toBe(file);
});

test("passes over a named CLI configuration that is not there", () => {
  const environment = { ...nobody(), TF_CLI_CONFIG_FILE: join(folder.path, "gone.tfrc") };
  expect(providerInstallation(folder.path, environment)).toEqual({
    description: "by download",
    mirrors: [],
  });
});

test("uses a mirror that Terraform knows by itself", () => {
  const mirror = join(folder.path, "home", ".terraform.d", "plugins");
  addProvider(mirror, AWS, "5.100.0");
  expect(providerInstallation(folder.path, nobody()).mirrors).toEqual([mirror]);
});

test("uses the named mirror, and looks elsewhere only for what it does not have", () => {
  const mirror = join(folder.path, "mirror");
  addProvider(mirror, AWS, "5.100.0");
  const { cliConfiguration } = providerInstallation(folder.path, {
    ...nobody(),
    TERRAFORM_PROVIDER_MIRROR: mirror,
  });
  const written = readFileSync(cliConfiguration ?? "", "utf8");
  expect(written).toContain(`filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }`);
  expect(written).toContain(`direct {\n    exclude = ["${AWS}"]\n  }`);
});

test("error if the named mirror holds no provider", () => {
  const environment = { ...nobody(), TERRAFORM_PROVIDER_MIRROR: folder.path };
  expect(() => providerInstallation(folder.path, environment)).toThrow(/holds no provider/);
});

test("knows the folders of each system", () => {
  const environment = { HOME: "/home/me", APPDATA: "/home/me/roaming" };
  expect(impliedMirrors(environment, "linux")).toContain("/usr/local/share/terraform/plugins");
  expect(impliedMirrors(environment, "darwin")).toContain(
    "/home/me/Library/Application Support/io.terraform/plugins",
  );
  expect(impliedMirrors(environment, "win32")).toContain("/home/me/roaming/terraform.d/plugins");
});

describe("the version of the AWS provider", () => {
  const mirrored = (...versions: string[]) => {
    const mirror = join(folder.path, "mirror");
    for (const version of versions) addProvider(mirror, AWS, version);
    return { description: `from ${mirror}`, mirrors: [mirror] };
  };

  test("is the one that the emulator's fixes were measured with", () => {
    expect(awsProviderVersion(mirrored("5.99.0", "5.100.0"), {})).toBe("5.100.0");
    expect(awsProviderVersion({ description: "by download", mirrors: [] }, {})).toBe("5.100.0");
  });

  test("can be another", () => {
    const environment = { REHEARSAL_AWS_PROVIDER_VERSION: "6.25.0" };
    expect(awsProviderVersion(mirrored("6.25.0"), environment)).toBe("6.25.0");
  });

  test("error if the mirror does not have it, with those it has", () => {
    expect(() => awsProviderVersion(mirrored("5.99.0"), {})).toThrow(
      /uses AWS provider 5\.100\.0, but .*which has 5\.99\.0\. .*REHEARSAL_AWS_PROVIDER_VERSION/,
    );
  });
});
