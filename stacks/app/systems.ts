import type { App } from "cdktf";
import type { Construct } from "constructs";
import type { Environment, SystemName, SystemSettings } from "../../environments/environment";
import { HttpScaleOutStack } from "../http-scale-out-stack";
import { ImagesStack, ownImage, type SystemImage } from "../images-stack";
import type { SystemStack } from "../system-stack";

/** How a system's settings become its stacks. */
interface System<Settings> {
  readonly runtime: new (
    scope: Construct,
    environment: Environment,
    settings: Settings,
  ) => SystemStack;
  /** Images that repositories of our own hold. */
  readonly images: (settings: Settings) => readonly SystemImage[];
}

const systems: { readonly [Name in SystemName]: System<SystemSettings<Name>> } = {
  "http-scale-out": { runtime: HttpScaleOutStack, images: ownImage },
};

/** Every system, as the settings and the stacks name it. */
export const systemNames = Object.keys(systems) as readonly SystemName[];

/** The stacks of every system that the environment runs. */
export function systemStacks(app: App, environment: Environment): SystemStack[] {
  return systemNames.flatMap((name) => {
    const settings = environment.systems[name];
    return settings === undefined ? [] : stacksOf(app, environment, name, settings);
  });
}

/** A system's images, where they are ours to keep, then its runtime. */
function stacksOf<Name extends SystemName>(
  app: App,
  environment: Environment,
  name: Name,
  settings: SystemSettings<Name>,
): SystemStack[] {
  const { runtime: Runtime, images: imagesOf }: System<SystemSettings<Name>> = systems[name];
  const runtime = new Runtime(app, environment, settings);
  const images = imagesOf(settings);
  if (images.length === 0) return [runtime];
  const imagesStack = new ImagesStack(app, environment, { system: name, images });
  runtime.addDependency(imagesStack);
  return [imagesStack, runtime];
}
