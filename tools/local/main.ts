import { resolve } from "node:path";
import { endBySignals } from "../process/children";
import { SAMPLE_VARIABLES } from "../synthesized/sample-variables";
import { projectRoot } from "../project-root";
import { stackOfSystem } from "../synthesized/stack-of-system";
import type { Synthesis, SynthesizedStack } from "../synthesized/synthesis";
import { asCommand } from "../terminal/as-command";
import { Progress } from "../terminal/progress";
import { stylesFor } from "../terminal/style";
import { LOCAL, type LocalCommandLine, localCommandLine } from "./command-line";
import { sendCommand } from "./control/control-client";
import { ControlServer } from "./control/control-server";
import { readInstance, removeInstance, runFolder, writeInstance } from "./control/instance-file";
import { freshSynthesis } from "./fresh-synthesis";
import { endLeftovers } from "./service/leftovers";
import { LocalSystem } from "./local-system";
import { UserError } from "../terminal/user-error";

const { bold, dim } = stylesFor(process.stdout);

void asCommand(LOCAL, async (given) => {
  const line = localCommandLine(given);
  const root = projectRoot();
  const outdir = resolve(root, process.env.CDKTF_OUTDIR ?? "cdktf.out");
  const synthesis = await freshSynthesis(root, outdir, console.log);
  const stack = stackOfSystem(synthesis, line.system, line.environment);
  if (line.verb !== "run") {
    await sendCommand(root, stack.name, line.verb, line.values, console.log);
    return 0;
  }
  const leftovers = endLeftovers(runFolder(root, stack.name));
  if (leftovers.length > 0) {
    console.log(
      `Ended ${leftovers.length} processes left behind by a killed run:  ${leftovers.join(", ")}.`,
    );
  }
  const other = readInstance(root, stack.name);
  if (other !== undefined) {
    throw new UserError(`${stack.name} is already running at ${other.url} (process ${other.pid}).`);
  }
  await run(root, synthesis, stack, line);
  return undefined;
});

async function run(
  root: string,
  synthesis: Synthesis,
  stack: SynthesizedStack,
  line: LocalCommandLine,
): Promise<void> {
  let system: LocalSystem | undefined;
  const control = new ControlServer(() => system);
  await control.start();
  writeInstance(root, stack.name, { pid: process.pid, url: control.url, token: control.token });

  let signals = 0;
  endBySignals((exitCode) => {
    signals += 1;
    if (signals > 1) process.exit(exitCode);
    void end(0);
  });
  const end = async (exitCode: number): Promise<void> => {
    console.log(
      "Stopping the tasks after the requests in flight finish. Press Ctrl-C again to stop immediately.",
    );
    await started.catch(() => undefined);
    await system?.stop();
    await control.close();
    removeInstance(root, stack.name);
    process.exit(exitCode);
  };

  const started = LocalSystem.start({
    synthesis,
    stack,
    projectRoot: root,
    variables: variablesFor(stack, line.values),
    commands: line.commands,
    environment: line.taskEnvironment,
    speed: line.speed,
    autoscale: line.autoscales,
    ...(line.port === undefined ? {} : { port: line.port }),
    ...(line.showsLogs
      ? {
          onLine: (task: string, text: string) => {
            console.log(`${dim(`[${task}]`)} ${text}`);
          },
        }
      : {}),
    say: (line) => {
      progress.clear();
      console.log(line);
    },
  });
  const progress = new Progress("Starting");
  try {
    system = await started;
  } catch (error) {
    await control.close();
    removeInstance(root, stack.name);
    throw error;
  } finally {
    progress.end();
  }
  announce(system, control.url, line.showsLogs);
}

function announce(
  { endpoints, logFolder, stack }: LocalSystem,
  statusUrl: string,
  showsLogs: boolean,
): void {
  for (const { name, url } of endpoints) console.log(`${bold(url)}  ${name}`);
  console.log(`${bold(statusUrl)}  status of ${stack.name}`);
  console.log(
    dim(`${showsLogs ? "" : `Logs of the tasks: ${logFolder}. `}Press Ctrl-C to stop everything.`),
  );
}

/** Values from the command line, from the shell (TF_VAR_name, as for Terraform), and samples for required variables. */
function variablesFor(
  { json }: SynthesizedStack,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const fromElsewhere = json.variables.flatMap((name) => {
    const value = process.env[`TF_VAR_${name}`] ?? SAMPLE_VARIABLES[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(fromElsewhere), ...given };
}
