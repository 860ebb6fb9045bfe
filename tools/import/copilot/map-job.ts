import { retryPolicy } from "../../../aws/scaling/scheduler";
import { scheduleProblem } from "../../../aws/scaling/schedules";
import { secretIn, secretInVariable } from "../../../settings/rules/containers/secrets";
import { nameFrom } from "../../init/answers";
import type { Field } from "../field";
import { putNumber } from "../target/program";
import type { ServiceTarget } from "../target/service-target";
import { wordsOfField } from "./map-sidecars";

/** A service of an environment, and what of its manifest says which image it runs. */
export interface MappedService {
  readonly manifest: Field;
  readonly target: ServiceTarget;
}

/**
 * Maps a Scheduled Job to a scheduled task of the service that runs the same image, which is what a scheduled task is.
 *
 * @returns whether it has become one
 */
export function mapJob(job: Field, services: readonly MappedService[]): boolean {
  const service = serviceOf(job, services);
  const on = job.get("on", "schedule");
  const schedule = on.text === "none" ? NEVER : scheduleOf(on.text ?? "");
  const command = wordsOfField(job.get("command"));
  if (service === undefined || schedule === undefined || command === undefined) return false;
  if (command.words.length === 0 || command.words.some((word) => secretIn(word) !== undefined))
    return false;
  const { target } = service;
  const name = nameFrom(job.get("name").text ?? "job");
  const at = `scheduledTasks/${name}`;
  const put = (
    field: Field,
    setting: string,
    value: Parameters<ServiceTarget["put"]>[2],
    why?: string,
  ) => {
    target.put(field, `${at}/${setting}`, value, why);
  };
  job.get("name").taken(target.shown(at));
  job
    .get("type")
    .changed(target.shown(at), `A scheduled task of ${target.name}, whose image it runs.`);
  job.get("image").taken(target.shown("image"));
  if (on.text === "none") {
    target.set(`${at}/enabled`, false);
    put(on, "schedule", schedule, "It runs at no time: enabled is false.");
  } else
    put(
      on,
      "schedule",
      schedule,
      schedule === on.text ? undefined : "In the words of EventBridge.",
    );
  put(job.get("command"), "command", command.words, command.why);
  for (const [variable, field] of job.get("variables").entries)
    putJobVariable(field, variable, target, at);
  for (const [secret, field] of job.get("secrets").entries)
    if (target.has(`container.secrets/${secret}`))
      field.changed(
        target.shown(`container.secrets/${secret}`),
        "The task has the secrets of its service.",
      );
  const retries = job.get("retries");
  if (retries.number === undefined) target.set(`${at}/retries`, 0);
  else
    putNumber(
      target,
      retries,
      `${at}/retries`,
      retries.number,
      retryPolicy.attempts,
      "How often a start that failed is tried again. A task that ran and failed is not run again.",
    );
  for (const name of OF_SERVICE)
    job.get(name).left("A scheduled task has what the tasks of its service have.");
  return true;
}

/** What a job has of its own in Copilot. */
const OF_SERVICE = [
  ...["cpu", "memory", "platform", "entrypoint", "env_file", "sidecars"],
  ...["storage", "network", "logging", "exec"],
];

/** With `enabled: false`, its times do not matter. */
const NEVER = "rate(1 day)";

function putJobVariable(field: Field, name: string, target: ServiceTarget, at: string): void {
  const { text } = field;
  const why = secretInVariable(name, text ?? "");
  if (text === undefined)
    field.left("The value comes from a CloudFormation stack. Set it in environment of the task.");
  else if (why !== undefined)
    field.left(
      `It ${why}. Store it in Secrets Manager, and set its ARN in container.secrets of the service.`,
    );
  else target.put(field, `${at}/environment/${name}`, text);
}

/** Why a job has no place, and what to do. */
export function whyNoTask(job: Field, services: readonly MappedService[]): string {
  const schedule = scheduleOf(job.get("on", "schedule").text ?? "");
  const why =
    schedule === undefined && job.get("on", "schedule").text !== "none"
      ? "its schedule has no form in EventBridge"
      : serviceOf(job, services) === undefined
        ? "no imported service runs the job's image"
        : "the job has no command, or one with a secret in it";
  return `A scheduled task runs a command of its service's image, and ${why}. Put the job's program into that image, and set scheduledTasks of the service with a command and ${schedule === undefined ? "a schedule" : `the schedule "${schedule}"`} (docs/how-to/scheduled-tasks.md).`;
}

function serviceOf(job: Field, services: readonly MappedService[]): MappedService | undefined {
  const image = imageOf(job);
  return services.find(({ manifest }) => image !== undefined && imageOf(manifest) === image);
}

/** What tells whether two manifests run one image. */
function imageOf(manifest: Field): string | undefined {
  const image = manifest.get("image");
  const location = image.get("location").text;
  if (location !== undefined) return location;
  const build = image.get("build");
  if (!build.exists) return undefined;
  const file = (build.text ?? build.get("dockerfile").text ?? "Dockerfile").replace(/^\.\//, "");
  return JSON.stringify([
    file,
    build.get("context").text ?? null,
    build.get("target").text ?? null,
  ]);
}

const SCHEDULE_NAMES: Readonly<Record<string, string>> = {
  "@yearly": "cron(0 0 1 1 ? *)",
  "@annually": "cron(0 0 1 1 ? *)",
  "@monthly": "cron(0 0 1 * ? *)",
  "@weekly": "cron(0 0 ? * 1 *)",
  "@daily": "cron(0 0 * * ? *)",
  "@midnight": "cron(0 0 * * ? *)",
  "@hourly": "cron(0 * * * ? *)",
};

/**
 * A schedule of a Scheduled Job in the words of EventBridge: a rate, a cron expression of EventBridge or of Unix, or one of
 * Copilot's names. Undefined if there is none.
 *
 * @see https://aws.github.io/copilot-cli/docs/manifest/scheduled-job/#on-schedule
 */
export function scheduleOf(text: string): string | undefined {
  const schedule = SCHEDULE_NAMES[text] ?? everyOf(text) ?? unixCron(text) ?? text;
  return scheduleProblem(schedule) === undefined ? schedule : undefined;
}

/** `@every 1h30m`, which is a rate of whole minutes. */
function everyOf(text: string): string | undefined {
  const [, hours = "0", minutes = "0"] =
    /^@every (?=\d)(?:(\d+)h)?(?:(\d+)m)?(?:0+s)?$/.exec(text) ?? [];
  const number = Number(hours) * 60 + Number(minutes);
  return number === 0 ? undefined : `rate(${number} minute${number === 1 ? "" : "s"})`;
}

/** Five fields, of which Unix counts days of the week from 0 and EventBridge from 1, and only one kind of day may be told. */
function unixCron(text: string): string | undefined {
  const fields = text.trim().split(/\s+/);
  const [minute = "", hour = "", dayOfMonth = "", month = "", dayOfWeek = ""] = fields;
  if (fields.length !== 5) return undefined;
  const isAny = (field: string) => field === "*" || field === "?";
  if (!isAny(dayOfMonth) && !isAny(dayOfWeek)) return undefined;
  const days = isAny(dayOfWeek) ? "?" : eventBridgeDays(dayOfWeek);
  const dates = days === "?" ? (dayOfMonth === "?" ? "*" : dayOfMonth) : "?";
  return `cron(${minute} ${hour} ${dates} ${month.toUpperCase()} ${days} *)`;
}

function eventBridgeDays(field: string): string {
  return field
    .toUpperCase()
    .split(",")
    .map((part) => {
      const [range = "", step] = part.split("/");
      const shifted = range.replaceAll(/\d+/g, (day) => String((Number(day) % 7) + 1));
      return step === undefined ? shifted : `${shifted}/${step}`;
    })
    .join(",");
}
