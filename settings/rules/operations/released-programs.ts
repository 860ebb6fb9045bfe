import { splitImageReference } from "../../../aws/containers/images";
import { type Broken, broken } from "../rule";
import { eachPipeline, type Image, type Program, type System } from "./each-pipeline";

/* What a pipeline asks of the programs whose images it releases. */

interface Placed {
  readonly at: readonly PropertyKey[];
  readonly program: Program;
}

const BY_VARIABLE = "blue-green-by-variable";

/** The variable `image_tag` is the tag of the images that the pipeline builds, all of them, or that is pushed to it. */
const imagesAreOfRelease = eachPipeline(["systems"], (name, { source: { kind } }, { systems }) => {
  const images = imagesOf(name, systems[name]);
  const wrong = images.flatMap(({ at, image }) => notOfRelease(at, image, name, kind) ?? []);
  const repositories = images.filter(({ image }) => image.kind === "repository");
  if (wrong.length > 0 || kind === "connection" || repositories.length === 1) return wrong;
  return broken(
    ["pipelines", name, "source", "kind"],
    `must not be "image-push" where ${name} has ${repositories.length} images of its own, as it releases the tag of one`,
    kind,
    'Use "connection", which builds all of them.',
  );
});

function imagesOf(name: string, system: System | undefined) {
  return programsOf(name, system).flatMap(({ at, program: { image, sidecars = {} } }) => [
    ...(image === undefined ? [] : [{ at: [...at, "image"], image }]),
    ...Object.entries(sidecars).map(([sidecar, its]) => ({
      at: [...at, "sidecars", sidecar, "image"],
      image: its.image,
    })),
  ]);
}

function notOfRelease(
  at: readonly PropertyKey[],
  image: Image,
  name: string,
  source: "connection" | "image-push",
): Broken | undefined {
  const builds = source === "connection";
  if (image.kind === "repository") {
    if (builds === (image.build !== undefined)) return undefined;
    return builds
      ? broken(
          [...at, "build"],
          `must be set where pipelines.${name} builds the images`,
          undefined,
          "Add build: {}, or remove the pipeline.",
        )
      : broken(
          [...at, "build"],
          `must be removed where pipelines.${name} waits for images that something else pushes`,
          image.build,
          'Remove it, or use source.kind "connection".',
        );
  }
  if (image.kind === "service" || isPinned(image)) return undefined;
  return broken(
    at,
    `must have a tag of its own where pipelines.${name} sets image_tag to ${builds ? "the commit that it builds" : "the tag that is pushed to a repository of this project"}`,
    image,
    `Add a tag, or use { kind: "repository"${builds ? ", build: {}" : ""} }.`,
  );
}

function isPinned(image: Exclude<Image, { kind: "repository" | "service" }>): boolean {
  if (image.kind === "registry") return image.containerTag !== undefined;
  const { tag, digest } = splitImageReference(image.reference);
  return tag !== undefined || digest !== undefined;
}

const nobodyChoosesColors = eachPipeline(["systems"], (name, _, { systems }) =>
  programsOf(name, systems[name]).flatMap(({ at, program: { deployment } }) =>
    deployment?.kind === BY_VARIABLE
      ? [
          broken(
            [...at, "deployment", "kind"],
            `must not be "${BY_VARIABLE}" with pipelines.${name}, because a person chooses live_color for each apply`,
            deployment.kind,
            'Use "blue-green-by-ecs" or "rolling", or remove the pipeline.',
          ),
        ]
      : [],
  ),
);

/** They run the task definition of Terraform, which releases by ECS do not change. */
const ecsReleasesAll = eachPipeline(["systems"], (name, { deploy }, { systems }) =>
  deploy.kind !== "ecs"
    ? []
    : programsOf(name, systems[name]).flatMap(({ at, program }) =>
        (["beforeRelease", "scheduledTasks"] as const).flatMap((field) =>
          Object.keys(program[field] ?? {}).length === 0
            ? []
            : [
                broken(
                  [...at, field],
                  `must be removed where pipelines.${name}.deploy.kind is "ecs", which releases services alone: these tasks would stay on an older image`,
                  program[field],
                  'Remove it, or set deploy to { kind: "terraform" }.',
                ),
              ],
        ),
      ),
);

function programsOf(name: string, system: System | undefined): Placed[] {
  if (system === undefined) return [];
  const at = ["systems", name];
  return [
    { at, program: system },
    ...Object.entries(system.services ?? {}).map(([service, program]) => ({
      at: [...at, "services", service],
      program,
    })),
  ];
}

export const releasedProgramRules = [imagesAreOfRelease, nobodyChoosesColors, ecsReleasesAll];
