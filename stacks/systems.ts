import type { App } from "cdktf";
import type { Construct } from "constructs";
import { incidentAlarms } from "../modules/observability/incident-alarms";
import type { Environment, SystemName, SystemSettings } from "../settings/environment";
import { DaemonApiStack } from "./daemon-api-stack";
import { HttpApiStack } from "./http-api-stack";
import { HttpScaleOutStack } from "./http-scale-out-stack";
import { ImagesStack, type SystemImage } from "./images-stack";
import { LoadTestStack } from "./operations/load-test-stack";
import { PipelineStack } from "./operations/pipeline-stack";
import { PreviewStack, previewUnit } from "./operations/preview-stack";
import { RestApiAccountStack, RestApiStack } from "./rest-api-stack";
import type { SystemStack } from "./system-stack";
import { TalkServiceStack } from "./talk-service-stack";
import { WorkerStack } from "./worker-stack";

/** Creates the stacks of each system from its settings. */
const systems: Readonly<Record<SystemName, (app: App, environment: Environment) => SystemStack[]>> =
  {
    "http-scale-out": stacksOf("http-scale-out", HttpScaleOutStack),
    "daemon-api": stacksOf("daemon-api", DaemonApiStack),
    "talk-service": stacksOf("talk-service", TalkServiceStack),
    "rest-api": restApiStacks,
    "http-api": stacksOf("http-api", HttpApiStack),
    worker: stacksOf("worker", WorkerStack),
  };

/** The logging role of API Gateway must exist before an API that logs. */
function restApiStacks(app: App, environment: Environment): SystemStack[] {
  const stacks = stacksOf("rest-api", RestApiStack)(app, environment);
  if (environment.systems["rest-api"]?.api.logs?.accountRole !== "own") return stacks;
  const account = new RestApiAccountStack(app, environment);
  stacks.at(-1)?.addDependency(account);
  return [account, ...stacks];
}

/** Settings of a system that runs one image. */
interface ImageSettings {
  readonly image:
    | (Omit<SystemImage, "architecture"> & { readonly kind: "repository" })
    | { readonly kind: "reference" | "registry" };
  readonly capacity: { readonly architecture: "x86_64" | "arm64" };
  readonly sidecars?: Readonly<
    Record<string, { readonly image: ImageSettings["image"] | { readonly kind: "service" } }>
  >;
}

/** The images of a program and of the containers beside it whose repositories this project creates. */
function ownImages({ image, sidecars, capacity: { architecture } }: ImageSettings): SystemImage[] {
  return [image, ...Object.values(sidecars ?? {}).map((sidecar) => sidecar.image)].flatMap(
    (each) => (each.kind === "repository" ? [{ ...each, architecture }] : []),
  );
}

/** The images of each system that runs containers, from its settings. */
const imagesOf: Readonly<
  Partial<Record<SystemName, (environment: Environment) => readonly SystemImage[]>>
> = {
  "http-scale-out": of("http-scale-out", ownImages),
  "daemon-api": of("daemon-api", ownImages),
  "talk-service": of("talk-service", imagesOfServices),
  "rest-api": of("rest-api", imagesOfServices),
  "http-api": of("http-api", imagesOfServices),
  worker: of("worker", ownImages),
};

function of<Name extends SystemName>(
  name: Name,
  images: (settings: SystemSettings<Name>) => readonly SystemImage[],
) {
  return (environment: Environment): readonly SystemImage[] => {
    const settings: Environment["systems"][Name] = environment.systems[name];
    return settings === undefined ? [] : images(settings);
  };
}

/** The images of a system of several services that share their capacity. */
function imagesOfServices({
  services,
  capacity,
}: SystemSettings<"talk-service" | "rest-api" | "http-api">) {
  return Object.values<Pick<ImageSettings, "image" | "sidecars">>(services).flatMap((service) =>
    ownImages({ ...service, capacity }),
  );
}

/** Every system by the name that settings and stacks use. */
export const systemNames = Object.keys(systems) as readonly SystemName[];

/** The stacks of every system that the environment runs. */
export function systemStacks(app: App, environment: Environment): SystemStack[] {
  return systemNames.flatMap((name) => systems[name](app, environment));
}

/** The systems that can have previews, each with a stack from which all its previews are deployed. */
const PREVIEWED = ["http-scale-out", "talk-service"] as const;

/** Units of the stacks of previews, by the systems that they copy. */
export const previewUnits: ReadonlyMap<string, SystemName> = new Map(
  PREVIEWED.map((system) => [previewUnit(system), system]),
);

/** @param stacks of the environment's systems */
export function previewStacks(
  app: App,
  environment: Environment,
  stacks: readonly SystemStack[],
): SystemStack[] {
  return PREVIEWED.flatMap((name) => {
    const settings = environment.systems[name];
    const runtime = stacks.find(({ unit }) => unit === name);
    if (settings?.previews === undefined || runtime === undefined) return [];
    const { previews } = settings;
    const preview = new PreviewStack(app, environment, runtime, { ...settings, previews });
    preview.addDependency(runtime);
    return [preview];
  });
}

/** The stacks of load tests on Fargate, if the environment has them. */
export function loadTestStacks(app: App, environment: Environment): SystemStack[] {
  const { loadTest } = environment;
  if (loadTest === undefined) return [];
  const images = ownImages({ image: loadTest.image, capacity: loadTest });
  return withImages(app, environment, images, new LoadTestStack(app, environment, loadTest));
}

type RuntimeStack<Settings> = new (
  scope: Construct,
  environment: Environment,
  settings: Settings,
) => SystemStack;

/** A system's images stack, if this project manages its images, then its runtime stack. */
function stacksOf<Name extends SystemName>(
  name: Name,
  Runtime: RuntimeStack<SystemSettings<Name>>,
) {
  return (app: App, environment: Environment): SystemStack[] => {
    const settings: Environment["systems"][Name] = environment.systems[name];
    if (settings === undefined) return [];
    const runtime = new Runtime(app, environment, settings);
    return withImages(app, environment, builtHere(name, environment), runtime);
  };
}

function imagesIn(environment: Environment, name: SystemName): readonly SystemImage[] {
  return imagesOf[name]?.(environment) ?? [];
}

/** Names of the repositories of the systems that have previews, without the environment's suffix. */
export function previewedRepositories(environment: Environment): readonly string[] {
  const previewed = systemNames.filter((name) => {
    const settings = environment.systems[name];
    return settings !== undefined && "previews" in settings && settings.previews !== undefined;
  });
  const names = previewed
    .flatMap((name) => imagesIn(environment, name))
    .map(({ repositoryName }) => repositoryName);
  return [...new Set(names)];
}

/** The images of a system. Those that a pipeline builds are only given a repository. */
function builtHere(name: SystemName, environment: Environment): readonly SystemImage[] {
  const images = imagesIn(environment, name);
  return environment.pipelines?.[name] === undefined
    ? images
    : images.map((image) => ({ ...image, build: undefined }));
}

/** The stacks of pipelines, which know the systems that they release. */
export function pipelineStacks(
  app: App,
  environment: Environment,
  runtimes: readonly SystemStack[],
): SystemStack[] {
  return runtimes.flatMap((stack) => {
    const settings = environment.pipelines?.[stack.unit];
    const name = systemNames.find((each) => each === stack.unit);
    if (settings === undefined || name === undefined) return [];
    const { capacity } = environment.systems[name] as Pick<ImageSettings, "capacity">;
    return [
      new PipelineStack(app, environment, settings, {
        stack,
        images: imagesIn(environment, name),
        architecture: capacity.architecture,
        alarmNames: incidentAlarms(stack),
      }),
    ];
  });
}

/** A runtime stack after the stack of its images, if it has any. */
function withImages(
  app: App,
  environment: Environment,
  images: readonly SystemImage[],
  runtime: SystemStack,
): SystemStack[] {
  if (images.length === 0) return [runtime];
  const imagesStack = new ImagesStack(app, environment, runtime.unit, images);
  runtime.addDependency(imagesStack);
  return [imagesStack, runtime];
}
