import { tmpdir } from "node:os";
import { refresh } from "../../../tools/drift/refresh";
import { StackJson } from "../../../tools/synthesized/stack-json";
import { fakeTerraform } from "./fake-terraform";

const json = new StackJson({
  terraform: { backend: { s3: { bucket: "states", key: "web-dev" } } },
});

const read = (commands: string) =>
  refresh({ name: "web-dev", folder: tmpdir(), json }, fakeTerraform(commands));

test.each([
  ["that was never deployed", `state) echo "No state file was found!" >&2; exit 1 ;;`],
  ["that was destroyed", "state) ;;"],
])("a stack %s is not deployed", async (_, state) => {
  expect(await read(state)).toBeUndefined();
});

test("error if the state cannot be read, although init could read the bucket", async () => {
  const denied = 'state) echo "Error: StatusCode: 403, AccessDenied" >&2; exit 1 ;;';
  await expect(read(denied)).rejects.toThrow(
    /The bucket "states" belongs to another account, or your credentials must not use it\./,
  );
});

test("error if the state cannot be read for a reason of its own", async () => {
  await expect(read("state) echo 'Error: state snapshot v9' >&2; exit 1 ;;")).rejects.toThrow(
    "Terraform failed:\nError: state snapshot v9",
  );
});

test("error if a resource must not be read, without a word on the bucket", async () => {
  const denied = "Error: reading EC2 VPC: UnauthorizedOperation, StatusCode: 403, AccessDenied";
  const plan = `state) echo aws_vpc.main ;;\nplan) echo "${denied}" >&2; exit 1 ;;`;
  await expect(read(plan)).rejects.toThrow(
    `Terraform could not read the resources, as AWS denied it:\n${denied}`,
  );
});
