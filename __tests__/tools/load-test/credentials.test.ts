import { Recorder } from "../../../tools/load-test/aws/recorder";
import { UserError } from "../../../tools/terminal/user-error";

const recorder = new Recorder({ region: "us-east-2" } as ConstructorParameters<typeof Recorder>[0]);

test("a load test with --stack says before the load that there are no credentials", async () => {
  const none = () => Promise.reject(new Error("Could not load credentials from any providers"));
  const outcome = recorder.requireCredentials(none);
  await expect(outcome).rejects.toBeInstanceOf(UserError);
  await expect(outcome).rejects.toThrow(
    /^--stack needs AWS credentials .*, got none: Could not load credentials from any providers\. Run `aws configure`/,
  );
});

test("and goes on with credentials", async () => {
  await expect(recorder.requireCredentials(() => Promise.resolve({}))).resolves.toBeUndefined();
});
