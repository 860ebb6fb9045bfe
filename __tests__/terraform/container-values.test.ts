import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack, Testing } from "cdktf";
import fc from "fast-check";
import {
  containerDefinition,
  containerDefinitionsJson,
} from "../../modules/service/task-definition/container";
import { NO_ENDPOINT, Workplace } from "../../tools/rehearse/life/workplace";
import { parsed, problemsOf, system } from "../settings/settings";
import { propertyRuns } from "../support/property-runs";

const workplace = Workplace.create();
let plans = 0;

afterAll(() => {
  workplace.remove();
});

interface Written {
  readonly environment: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  readonly dockerLabels: Readonly<Record<string, string>>;
}

interface Arrived {
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  readonly command: readonly string[];
  readonly dockerLabels: Readonly<Record<string, string>>;
}

/** The container that `terraform plan` would register, from settings. */
async function planned(written: Written): Promise<Arrived> {
  const { systems } = parsed(
    system({
      "container.environment": written.environment,
      "container.command": written.command,
      "container.dockerLabels": written.dockerLabels,
    }),
  );
  const { container } = systems["http-scale-out"]!;
  const stack = new TerraformStack(Testing.stubVersion(new App()), "values");
  new AwsProvider(stack, "aws", {
    region: "us-east-2",
    skipCredentialsValidation: true,
    skipRequestingAccountId: true,
    skipMetadataApiCheck: "true",
  });
  const logging = { groupName: "g", region: "us-east-2", streamPrefix: "p" };
  const definition = containerDefinition({ ...container, image: "a:1", logging }, "bridge");
  new EcsTaskDefinition(stack, "task", {
    family: "values",
    containerDefinitions: containerDefinitionsJson([definition]),
  });
  const json = JSON.parse(Testing.synth(stack)) as {
    terraform: { required_providers: { aws: object } };
  };
  json.terraform.required_providers.aws = {
    source: "hashicorp/aws",
    version: workplace.awsProvider,
  };
  const folder = join(workplace.folder, `values-${++plans}`);
  mkdirSync(folder);
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(json));
  const terraform = workplace.terraform(folder, NO_ENDPOINT);
  await terraform.init("-backend=false");
  await terraform.plan();
  const { resource_changes: [change] = [] } = await terraform.showPlan();
  const { container_definitions: text } = change?.change.after as { container_definitions: string };
  return (JSON.parse(text) as Arrived[])[0]!;
}

/** What has a meaning to Terraform, JSON, a shell or a terminal. */
const AWKWARD = [
  '"',
  "'",
  "`",
  "\\",
  "${",
  "$${",
  "%{",
  "%%{",
  "}",
  "~}",
  "${jsonencode(1)}",
  "%{ if true }",
  "<<EOT",
  "\n",
  "\r\n",
  "\t",
  "\b\f\u0007",
  "\u2028",
  "é",
  "日本",
  "😀",
  "<&>",
  "//",
  "#",
  " ",
];

/** Text without what a synth refuses, and without what looks like a secret. */
const isTaken = (value: string) =>
  problemsOf(system({ "container.environment": { TEXT: value } })).length === 0;

const text = fc
  .oneof(
    fc.constantFrom("", "a".repeat(4000), `${'é${%{"'.repeat(666)}nine`),
    fc
      .array(fc.constantFrom(...AWKWARD, "a", "B", "0"), { maxLength: 40 })
      .map((all) => all.join("")),
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.string({ unit: "grapheme", maxLength: 60 }),
  )
  .filter(isTaken);

test("any value that settings take arrives in the container unchanged", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(text, { minLength: 40, maxLength: 60, size: "max" }),
      fc.array(text, { minLength: 5, maxLength: 20 }),
      async (values, command) => {
        // A task definition has 64 KiB.
        const environment = Object.fromEntries(
          within(values, 40_000).map((value, index) => [`V${index}`, value]),
        );
        const arguments_ = within(command, 8000);
        const dockerLabels = Object.fromEntries(
          arguments_.map((value, index) => [`label-${index}`, value]),
        );
        const arrived = await planned({ environment, command: arguments_, dockerLabels });
        expect(
          Object.fromEntries(arrived.environment.map(({ name, value }) => [name, value])),
        ).toEqual(environment);
        expect(arrived.command).toEqual(arguments_);
        expect(arrived.dockerLabels).toEqual(dockerLabels);
      },
    ),
    { ...propertyRuns(4), endOnFailure: true },
  );
});

/** As many values as fit some bytes of JSON. */
function within(values: readonly string[], bytes: number): string[] {
  let left = bytes;
  return values.filter((value) => {
    const size = JSON.stringify(value).length * 3;
    if (size > left) return false;
    left -= size;
    return true;
  });
}
