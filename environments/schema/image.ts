import * as z from "zod";
import { imageReferenceProblem } from "../rules/image-reference";
import { kindsOf, settings, text, textWithout } from "./fields";

/** Where an image repository stands when a system's settings say nothing else. */
export interface ImageDefaults {
  readonly repositoryName: string;
  /** Folder of the program, from the project's root. */
  readonly context: string;
}

/** Which image a service runs: one from a repository of our own, or any other. */
export function image({ repositoryName, context }: ImageDefaults) {
  const build = settings({
    /** Folder with the Dockerfile, from the project's root. @default the system's sample service */
    context: text(
      'must be a folder within the project, as in "services/http-api"',
      /^(?!.*(^|\/)\.{1,2}(\/|$))[\w.-]{1,100}(\/[\w.-]{1,100}){0,9}$/,
      "Write it from the project's root, without a slash in front or behind.",
    ).default(context),
  });
  const repository = settings({
    kind: z.literal("repository"),
    /** ECR repository that the images stack makes. @default the system's own */
    repositoryName: text(
      "must be the name of an ECR repository: 2 to 200 lower-case letters and digits, in parts joined by one of / - _ .",
      (name) =>
        name.length >= 2 && name.length <= 200 && /^[a-z0-9]+([._/-][a-z0-9]+)*$/.test(name),
    ).default(repositoryName),
    /** Builds the image and pushes it, with the images stack. @default the image is pushed by other means */
    build: build.optional(),
  });
  const reference = settings({
    kind: z.literal("reference"),
    /** Any image; without tag and digest, the tag is the variable `image_tag`. */
    reference: textWithout(
      'must be an image reference, as in "ghcr.io/acme/shop"',
      imageReferenceProblem,
    ),
  });
  return z.discriminatedUnion(
    "kind",
    [repository, reference],
    kindsOf('must be an object with kind "repository" or "reference"'),
  );
}
