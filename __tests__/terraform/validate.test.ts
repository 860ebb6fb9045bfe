import { join } from "node:path";
import { NO_ENDPOINT, Workplace } from "../../tools/rehearse/life/workplace";
import { projectRoot } from "../../tools/rehearse/project-root";
import { Synthesis } from "../../tools/rehearse/synthesized/synthesis";
import { Terraform } from "../../tools/rehearse/terraform/terraform";

const synthesis = Synthesis.read(join(projectRoot(), "cdktf.out"));
const workplace = Workplace.create();

afterAll(() => {
  workplace.remove();
});

test.each(synthesis.stacks.map(({ name }) => name))("%s is valid", async (name) => {
  const { copy } = await workplace.copyOf(synthesis.stack(name));
  const env = workplace.environment(NO_ENDPOINT);
  const terraform = new Terraform({ folder: copy.folder, env, variables: {} });
  await terraform.init("-backend=false");
  await terraform.validate();
});

test("an argument that the provider does not know is refused", async () => {
  const stack = synthesis.stateStack(synthesis.environments[0] ?? "");
  const { copy } = await workplace.copyOf(stack);
  const [bucket = ""] = Object.keys(stack.json.resources("aws_s3_bucket"));
  copy.override("mistake", { resource: { aws_s3_bucket: { [bucket]: { buckett: "typo" } } } });
  const env = workplace.environment(NO_ENDPOINT);
  const terraform = new Terraform({ folder: copy.folder, env, variables: {} });
  await terraform.init("-backend=false");
  await expect(terraform.validate()).rejects.toThrow(
    /No argument or block type is named "buckett"/,
  );
});
