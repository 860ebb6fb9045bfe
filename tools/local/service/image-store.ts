import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { programInShell, shellCommand } from "../../process/platform";
import { projectRoot } from "../../project-root";
import { EvaluatedStack } from "../../synthesized/evaluated-stack";
import { blockOf, textOf } from "../../synthesized/fields";
import type { SynthesizedStack } from "../../synthesized/synthesis";
import { UserError } from "../../terminal/user-error";

/** An image that an images stack builds from a folder of services/. */
export interface ImageBuild {
  /** Address of the repository, without a tag. */
  readonly repository: string;
  readonly name: string;
  /** The folder under services/ that contains the Dockerfile, from which the build context was copied. */
  readonly sources: string;
}

/** The images that a system's images stack builds, with their source folders. */
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

/** A build context is a copy, so the program is found by its package name. */
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

/** A program that runs in place of an image. */
export interface RunnableImage {
  readonly folder: string;
  readonly command: readonly string[];
  /** Whether the command is the user's, in place of the image. */
  readonly isGiven?: boolean;
}

export interface ImageStoreOptions {
  readonly builds: readonly ImageBuild[];
  /** Commands that run in place of images, by service name, or by service name and tag as in `shop:1.1.0`. */
  readonly commands: Readonly<Record<string, string>>;
  readonly projectRoot: string;
  /** Folder for built programs during this run. */
  readonly folder: string;
  readonly say: (line: string) => void;
}

/**
 * Provides the programs that run in place of images. As in a repository with immutable tags, a tag refers to the sources at
 * its first use. Going back to a tag runs the earlier program.
 */
export class ImageStore {
  private readonly options: ImageStoreOptions;
  private readonly images = new Map<string, Promise<RunnableImage>>();

  constructor(options: ImageStoreOptions) {
    this.options = options;
  }

  /** Whether the project builds the image, or a command replaces it. */
  has(reference: string, service: string): boolean {
    const { repository, tag } = parts(reference);
    const { commands, builds } = this.options;
    return (
      (commands[`${service}:${tag}`] ?? commands[service]) !== undefined ||
      builds.some((build) => build.repository === repository)
    );
  }

  /**
   * @param service the service, or `service/container` of a container beside its own
   * @throws UserError if the project does not build the image and no command replaces it
   */
  image(reference: string, service: string): Promise<RunnableImage> {
    const { repository, tag } = parts(reference);
    const { commands, projectRoot } = this.options;
    const command = commands[`${service}:${tag}`] ?? commands[service];
    if (command !== undefined) {
      return Promise.resolve({
        folder: projectRoot,
        command: programInShell(command),
        isGiven: true,
      });
    }
    const key = `${repository}:${tag}`;
    const known = this.images.get(key);
    if (known !== undefined) return known;
    const built = this.build(repository, tag, service);
    this.images.set(key, built);
    built.catch(() => this.images.delete(key));
    return built;
  }

  private async build(repository: string, tag: string, service: string): Promise<RunnableImage> {
    const build = this.options.builds.find((each) => each.repository === repository);
    if (build === undefined) {
      throw new UserError(
        `${service} runs ${repository}:${tag}, an image that this project does not build.\n` +
          "Set `build` of the image in the environment's file and synthesize again, or " +
          `give a command to run in its place, which must listen on $PORT: --command ${service}="npm --prefix ../shop start"`,
      );
    }
    await buildService(build.sources, this.options.say);
    return this.keep(build.sources, join(this.options.folder, `${build.name}-${tag}`));
  }

  /** Copies the built program, so that later changes to the sources affect later tags only. */
  private keep(sources: string, folder: string): RunnableImage {
    mkdirSync(folder, { recursive: true });
    for (const part of ["package.json", "dist"]) {
      cpSync(join(sources, part), join(folder, part), { recursive: true });
    }
    const modules = join(folder, "node_modules");
    if (!existsSync(modules) && existsSync(join(sources, "node_modules")))
      symlinkSync(join(sources, "node_modules"), modules, "junction");
    return { folder, command: startCommand(folder) };
  }
}

/** Runs the program without npm, so that signals reach it. */
function startCommand(folder: string): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const start = scripts.start ?? "";
  const node = /^node ([\w./ -]+)$/.exec(start)?.[1];
  if (node === undefined) return programInShell(start);
  return [process.execPath, ...node.split(" ")];
}

function parts(reference: string): { readonly repository: string; readonly tag: string } {
  const [withoutDigest = ""] = reference.split("@");
  const colon = withoutDigest.lastIndexOf(":");
  if (colon <= withoutDigest.lastIndexOf("/")) return { repository: withoutDigest, tag: "latest" };
  return { repository: withoutDigest.slice(0, colon), tag: withoutDigest.slice(colon + 1) };
}

/** Installs a service's packages and compiles it, if needed. */
export async function buildService(folder: string, say: (line: string) => void): Promise<void> {
  // The root of a workspace installs the packages for all of its programs.
  const root = existsSync(join(folder, "package-lock.json")) ? folder : dirname(folder);
  await run(process.execPath, [join(projectRoot(), "tools/runner/packages.mjs"), root], folder);
  const built = newest(join(folder, "dist"));
  const sources = [join(folder, "src"), join(root, "kit/src")].map((each) => newest(each) ?? 0);
  if (built !== undefined && built > Math.max(...sources)) return;
  say(`Compiling services/${basename(folder)} ...`);
  // On Windows, npm is a script, which only a shell can run.
  const [shell = "", ...words] = shellCommand("npm run --silent build");
  await run(shell, words, folder);
}

function newest(folder: string): number | undefined {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  return Math.max(
    ...readdirSync(folder, { recursive: true }).map(
      (file) => statSync(join(folder, file.toString())).mtimeMs,
    ),
  );
}

function run(command: string, args: readonly string[], cwd: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    }
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new UserError(`services/${basename(cwd)} could not be built:\n${output.trim()}`));
    });
  });
}
