import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { SynthesizedStack } from "../../synthesized/synthesis";
import { EvaluatedStack } from "../../synthesized/evaluated-stack";
import { blockOf, textOf } from "../../synthesized/fields";

/** An image that an images stack builds from a folder of services/. */
export interface ImageBuild {
  /** Address of the repository, without a tag. */
  readonly repository: string;
  readonly name: string;
  /** The folder under services/ that holds the Dockerfile, from which the build context was copied. */
  readonly sources: string;
}

/** Which images a system's images stack builds, and from which of the project's services. */
export async function imageBuilds(
  stack: SynthesizedStack | undefined,
  projectRoot: string,
): Promise<readonly ImageBuild[]> {
  if (stack === undefined) return [];
  const evaluated = await EvaluatedStack.read(stack.json, {
    variables: Object.fromEntries(stack.json.variables.map((name) => [name, "1.0.0"])),
  });
  return evaluated.resources("docker_image").flatMap(({ block: image }) => {
    const build = blockOf(image, "build");
    const dockerfile = textOf(build, "dockerfile", "Dockerfile");
    const program = join(stack.folder, textOf(build, "context", "."), dirname(dockerfile));
    const sources = servicesFolder(program, projectRoot);
    const repository = textOf(image, "name", "").replace(/:[^:/]*$/, "");
    const name = repository.slice(repository.lastIndexOf("/") + 1);
    return sources === undefined ? [] : [{ repository, name, sources }];
  });
}

/** A build context is a copy: the program has the same package name in both. */
function servicesFolder(program: string, projectRoot: string): string | undefined {
  const wanted = packageName(program);
  if (wanted === undefined) return undefined;
  const services = join(projectRoot, "services");
  return readdirSync(services)
    .map((service) => join(services, service))
    .find((folder) => packageName(folder) === wanted);
}

function packageName(folder: string): string | undefined {
  const file = join(folder, "package.json");
  if (!existsSync(file)) return undefined;
  return (JSON.parse(readFileSync(file, "utf8")) as { name?: string }).name;
}
