import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../terminal/user-error";
import { buildService } from "./build-service";
import type { ImageBuild } from "./image-builds";

/** A program in place of an image. */
export interface RunnableImage {
  readonly folder: string;
  readonly command: readonly string[];
}

export interface ImageStoreOptions {
  readonly builds: readonly ImageBuild[];
  /** Commands in place of images, by service name, or by service name and tag as in `shop:1.1.0`. */
  readonly commands: Readonly<Record<string, string>>;
  readonly projectRoot: string;
  /** Where built programs are kept for the time of this run. */
  readonly folder: string;
  readonly say: (line: string) => void;
}

/**
 * What runs in place of images. As in a repository whose tags are immutable, a tag is what the sources were when it was
 * first run: going back to it gives the former program.
 */
export class ImageStore {
  private readonly options: ImageStoreOptions;
  private readonly images = new Map<string, Promise<RunnableImage>>();

  constructor(options: ImageStoreOptions) {
    this.options = options;
  }

  /** @throws UserError when the image is not built from this project and no command stands for it */
  image(reference: string, service: string): Promise<RunnableImage> {
    const { repository, tag } = parts(reference);
    const { commands, projectRoot } = this.options;
    const command = commands[`${service}:${tag}`] ?? commands[service];
    if (command !== undefined) {
      return Promise.resolve({
        folder: projectRoot,
        command: ["/bin/sh", "-c", `exec ${command}`],
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
          "Have it built, by `build` of the image in the environment's file, and synthesize again; or " +
          `give a command that does the same, listening on the port in $PORT: --command ${service}="npm --prefix ../shop start"`,
      );
    }
    await buildService(build.sources, this.options.say);
    return this.keep(build.sources, join(this.options.folder, `${build.name}-${tag}`));
  }

  /** A copy of the built program: later changes of the sources belong to later tags. */
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

/** Without npm in between, so that signals reach the program. */
function startCommand(folder: string): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const start = scripts.start ?? "";
  const node = /^node ([\w./ -]+)$/.exec(start)?.[1];
  if (node === undefined) return ["/bin/sh", "-c", `exec ${start}`];
  return [process.execPath, ...node.split(" ")];
}

function parts(reference: string): { readonly repository: string; readonly tag: string } {
  const [withoutDigest = ""] = reference.split("@");
  const colon = withoutDigest.lastIndexOf(":");
  if (colon <= withoutDigest.lastIndexOf("/")) return { repository: withoutDigest, tag: "latest" };
  return { repository: withoutDigest.slice(0, colon), tag: withoutDigest.slice(colon + 1) };
}
