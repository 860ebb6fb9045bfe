import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mirroredProviders } from "../../../../tools/rehearse/terraform/provider-installation";
import { addPackedProvider, addProvider, temporaryFolder } from "./mirror-fixture";

const folder = temporaryFolder();
const AWS = "registry.example.org/hashicorp/aws";

test("finds unpacked and packed versions", () => {
  addProvider(folder.path, AWS, "5.100.0");
  addPackedProvider(folder.path, AWS, "6.25.0");
  writeFileSync(join(folder.path, AWS, "index.json"), "{}");
  expect([...mirroredProviders(folder.path)]).toEqual([[AWS, ["5.100.0", "6.25.0"]]]);
});

test("follows links", () => {
  addProvider(join(folder.path, "real"), AWS, "5.100.0");
  mkdirSync(join(folder.path, "mirror"));
  symlinkSync(
    join(folder.path, "real", "registry.example.org"),
    join(folder.path, "mirror", "registry.example.org"),
  );
  expect(mirroredProviders(join(folder.path, "mirror")).get(AWS)).toEqual(["5.100.0"]);
});

test("finds nothing in a folder that is not there", () => {
  expect(mirroredProviders(join(folder.path, "nowhere")).size).toBe(0);
});
