import { TerraformOutput } from "cdktf";
import { ImageAddress, type ImageSource } from "../../../modules/delivery/image-address";
import { synth, type TerraformJson } from "../../support/synth";

const DIGEST = `sha256:${"a".repeat(64)}`;

function synthAddress(source: ImageSource): { json: TerraformJson; tagsAsked: number } {
  let tagsAsked = 0;
  const json = synth((stack) => {
    const imageTag = () => {
      tagsAsked += 1;
      return "${var.image_tag}";
    };
    const image = new ImageAddress(stack, "image", { source, region: "eu-west-1", imageTag });
    new TerraformOutput(stack, "address", { value: image.address });
    new TerraformOutput(stack, "repository_url", { value: image.repositoryUrl });
  });
  return { json, tagsAsked };
}

const valueOf = (json: TerraformJson, output: string) => json.outputs[output].value as string;

test("of a repository follows from account, region and the tag of the deployment", () => {
  const { json } = synthAddress({ kind: "repository", repositoryName: "shop" });
  const registry =
    /^\$\{data\.aws_caller_identity\.[\w-]+\.account_id\}\.dkr\.ecr\.eu-west-1\.\$\{data\.aws_partition\.[\w-]+\.dns_suffix\}/;
  expect(valueOf(json, "address").replace(registry, "R")).toBe("R/shop:${var.image_tag}");
  expect(valueOf(json, "repository_url").replace(registry, "R")).toBe("R/shop");
  expect(json.text).not.toMatch(/\d{12}/);
});

test.each([
  ["ghcr.io/acme/shop", "ghcr.io/acme/shop"],
  ["localhost:5000/shop", "localhost:5000/shop"],
])("of %s gets the tag of the deployment", (reference, repository) => {
  const { json } = synthAddress({ kind: "reference", reference });
  expect(valueOf(json, "address")).toBe(`${reference}:\${var.image_tag}`);
  expect(valueOf(json, "repository_url")).toBe(repository);
});

test.each([
  ["ghcr.io/acme/shop:1.2", "ghcr.io/acme/shop"],
  [`ghcr.io/acme/shop@${DIGEST}`, "ghcr.io/acme/shop"],
  [`localhost:5000/shop:1@${DIGEST}`, "localhost:5000/shop"],
])("of %s stays as it is, and asks for no tag", (reference, repository) => {
  const { json, tagsAsked } = synthAddress({ kind: "reference", reference });
  expect(valueOf(json, "address")).toBe(reference);
  expect(valueOf(json, "repository_url")).toBe(repository);
  expect(tagsAsked).toBe(0);
});

test("refuses what is no image", () => {
  expect(() => synthAddress({ kind: "reference", reference: "https://ghcr.io/Shop" })).toThrow(
    '`reference` must be [registry/]repository[:tag][@sha256:digest], got "https://ghcr.io/Shop"',
  );
});
