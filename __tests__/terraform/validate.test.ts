import { writeFileSync } from "node:fs";
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
  const { copy } = await workplace.copyOf(synthesis.stateStack(synthesis.environments[0] ?? ""));
  const mistake = { resource: { aws_s3_bucket: { mistake: { buckett: "typo" } } } };
  writeFileSync(join(copy.folder, "mistake.tf.json"), JSON.stringify(mistake));
  const env = workplace.environment(NO_ENDPOINT);
  const terraform = new Terraform({ folder: copy.folder, env, variables: {} });
  await terraform.init("-backend=false");
  await expect(terraform.validate()).rejects.toThrow(
    /No argument or block type is named "buckett"/,
  );
});
