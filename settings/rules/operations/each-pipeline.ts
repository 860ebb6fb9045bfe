import { type Broken, rule } from "../rule";

export type Image =
  | { kind: "repository"; build?: object }
  | { kind: "reference"; reference: string }
  | { kind: "registry"; containerTag?: string }
  | { kind: "service" };

export interface Program {
  image?: Image;
  deployment?: { kind: string };
  sidecars?: Readonly<Record<string, { image: Image }>>;
  beforeRelease?: object;
  scheduledTasks?: object;
}

/** The settings of any system: of one program, or of several services. */
export interface System extends Program {
  readonly [field: string]: unknown;
  services?: Readonly<Record<string, Program>>;
}

export interface Pipeline {
  source: {
    kind: "connection" | "image-push";
    repository: string;
    connectionArn?: string;
    provider?: string;
  };
  deploy: { kind: "terraform" | "ecs" };
  approval?: boolean;
  rollback?: "alarms" | "failure" | "none";
  alarmMinutes?: number;
}

export interface Released {
  region: string;
  accountId?: string;
  state: { kind: "s3" | "cloud" };
  pipelines?: Record<string, Pipeline>;
  github?: object;
  notificationEmail?: string;
  notifications?: object;
  protections: { deletionProtection: boolean };
  systems: Record<string, System | undefined>;
}

/** A rule about each pipeline of an environment. */
export function eachPipeline(
  reads: readonly (
    "region" | "accountId" | "state" | "systems" | "github" | "notificationEmail" | "notifications"
  )[],
  check: (name: string, pipeline: Pipeline, environment: Released) => Broken | Broken[] | undefined,
) {
  return rule<Released>(["pipelines", ...reads], (environment) =>
    Object.entries(environment.pipelines ?? {}).flatMap(
      ([name, pipeline]) => check(name, pipeline, environment) ?? [],
    ),
  );
}
