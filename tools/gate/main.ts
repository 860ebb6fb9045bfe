import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { ECRClient } from "@aws-sdk/client-ecr";
import { asCommand } from "../terminal/as-command";
import { callingAws } from "../terminal/aws-failure";
import { withProgress } from "../terminal/progress";
import { UserError } from "../terminal/user-error";
import { watchAlarms } from "./alarms";
import { GATE } from "./command-line";
import { brokenLimits, type FindingLimits, imageName, scanOf } from "./scan";

const CLOSED = 1;
const MINUTE = 60_000;
/** Names of findings that are printed for each image. */
const MAX_NAMES = 10;

async function scan(words: readonly string[], limits: FindingLimits, waitMinutes: number) {
  const images = words.map(imageName);
  const client = new ECRClient({});
  await requireRegion(client);
  const problems: string[] = [];
  for (const [index, image] of images.entries()) {
    const name = words[index] ?? "";
    const scanned = await withProgress(`Waiting for the scan of ${name}`, () =>
      callingAws(
        `return the scan of ${name}`,
        "gate needs AWS credentials that may read scans of ECR",
        () => scanOf(client, image, { limits, waitMs: waitMinutes * MINUTE }),
      ),
    );
    for (const each of scanned) {
      const counts = Object.entries(each.counts).map(([severity, count]) => `${count} ${severity}`);
      console.log(`${name} (${each.digest}): ${counts.join(", ") || "no findings"}`);
      for (const finding of each.above.slice(0, MAX_NAMES)) console.log(`  ${finding}`);
      problems.push(...brokenLimits(name, each, limits));
    }
  }
  if (problems.length === 0) return 0;
  console.error(
    [...problems, "Update what the image is built from, or raise the limit."].join("\n"),
  );
  return CLOSED;
}

async function alarms(names: readonly string[], minutes: number, since?: Date) {
  const client = new CloudWatchClient({});
  await requireRegion(client);
  const raised = await withProgress(`Watching ${names.join(", ")} for ${minutes} minutes`, () =>
    callingAws(
      "return the alarms",
      "gate needs AWS credentials that may read alarms of CloudWatch",
      () =>
        watchAlarms(client, {
          names,
          watchMs: minutes * MINUTE,
          since,
          told: console.log,
        }),
    ),
  );
  if (raised.length === 0) {
    console.log(`No alarm was raised in ${minutes} minutes.`);
    return 0;
  }
  for (const { name, at, reason } of raised)
    console.error(`${name} was raised at ${at.toISOString()}: ${reason}`);
  return CLOSED;
}

/** The SDK looks for the region in the environment and in the profile. */
async function requireRegion({ config }: ECRClient | CloudWatchClient): Promise<void> {
  try {
    await config.region();
  } catch {
    throw new UserError("A region must be set, got none. Set AWS_REGION, as in us-east-2.");
  }
}

function timeOf(since: string | undefined): Date | undefined {
  if (since === undefined || since === "") return undefined;
  const time = new Date(since);
  if (Number.isNaN(time.getTime()))
    throw new UserError(
      `--since must be a time, as in 2026-12-01T10:00:00Z, got ${JSON.stringify(since)}.`,
    );
  return time;
}

void asCommand(GATE, ({ words: [verb, ...names], options }) => {
  if (verb !== "scan" && verb !== "alarms")
    throw new UserError(
      `Say what to check: scan or alarms${verb === undefined ? "" : `, got ${JSON.stringify(verb)}`}. An example: npm run gate -- scan shop:1.4.0`,
    );
  if (names.length === 0)
    throw new UserError(
      verb === "scan"
        ? "Name an image, as in: scan shop:1.4.0"
        : "Name an alarm, as in: alarms http-scale-out-prod-incident",
    );
  return verb === "scan"
    ? scan(
        names,
        {
          CRITICAL: options["max-critical"] ?? 0,
          HIGH: options["max-high"],
          MEDIUM: options["max-medium"],
        },
        options["wait-minutes"] ?? 15,
      )
    : alarms(names, options.minutes ?? 10, timeOf(options.since));
});
