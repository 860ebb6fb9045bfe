import {
  ImageRepository,
  type ImageRepositoryProps,
} from "../../../modules/delivery/image-repository";
import { synth } from "../../support/synth";

const synthRepository = (props: Partial<ImageRepositoryProps> = {}) =>
  synth((stack) => {
    new ImageRepository(stack, "shop", { name: "shop", ...props });
  });

const rulesOf = (props: Partial<ImageRepositoryProps> = {}) =>
  (
    JSON.parse(synthRepository(props).resource("aws_ecr_lifecycle_policy")["policy"] as string) as {
      rules: { rulePriority: number; selection: object }[];
    }
  ).rules;

test("[controls ECR.1, ECR.2] scans each push, and never lets a tag name another image", () => {
  expect(synthRepository().resource("aws_ecr_repository")).toMatchObject({
    name: "shop",
    image_tag_mutability: "IMMUTABLE",
    image_scanning_configuration: { scan_on_push: true },
    encryption_configuration: [{ encryption_type: "AES256" }],
    force_delete: false,
  });
});

test("[control ECR.3] expires images without a tag, and all but the newest", () => {
  expect(rulesOf()).toMatchObject([
    {
      rulePriority: 1,
      selection: { tagStatus: "untagged", countType: "sinceImagePushed", countNumber: 7 },
      action: { type: "expire" },
    },
    {
      rulePriority: 2,
      selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 30 },
      action: { type: "expire" },
    },
  ]);
  expect(rulesOf({ keepImages: 5, untaggedDays: 1 })).toMatchObject([
    { selection: { countNumber: 1 } },
    { selection: { countNumber: 5 } },
  ]);
});

test("goes with its images when asked to", () => {
  expect(synthRepository({ forceDelete: true }).resource("aws_ecr_repository")).toMatchObject({
    force_delete: true,
  });
});

test("refuses to keep no image", () => {
  expect(() => synthRepository({ keepImages: 0 })).toThrow("`keepImages` must be from 1");
});
