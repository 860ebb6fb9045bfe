import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A new folder for each test of a file. */
export function temporaryFolder(): { readonly path: string } {
  const folder = { path: "" };
  beforeEach(() => {
    folder.path = mkdtempSync(join(tmpdir(), "rehearse-"));
  });
  afterEach(() => {
    rmSync(folder.path, { recursive: true });
  });
  return folder;
}

/** Adds an unpacked provider to a mirror. */
export function addProvider(mirror: string, address: string, version: string): void {
  mkdirSync(join(mirror, address, version, "linux_amd64"), { recursive: true });
}

/** Adds a provider to a mirror as the archive it is published as. */
export function addPackedProvider(mirror: string, address: string, version: string): void {
  const type = address.split("/")[2] ?? "";
  const file = join(mirror, address, `terraform-provider-${type}_${version}_linux_amd64.zip`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, "");
}
