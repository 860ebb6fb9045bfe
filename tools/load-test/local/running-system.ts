import type { Status } from "../../local/control/status";
import { readInstances } from "../../local/control/instance-file";

/** A system that is running under `npm run local` on this machine. */
export interface RunningLocal {
  /** Name of its stack. */
  readonly stack: string;
  readonly status: () => Promise<Status>;
}

/** The local run that serves a URL. Undefined if there is none. */
export async function localRunAt(root: string, url: URL): Promise<RunningLocal | undefined> {
  for (const [stack, instance] of readInstances(root)) {
    const status = async (): Promise<Status> => {
      const answer = await fetch(`${instance.url}/status.json`);
      return (await answer.json()) as Status;
    };
    const { endpoints } = await status();
    if (endpoints.some((endpoint) => new URL(endpoint.url).host === url.host))
      return { stack, status };
  }
  return undefined;
}
