import type { Instance } from "../instances/instance";
import type { HostStation } from "../requests/host-station";
import type { TaskSize } from "../system";

/**
 * Waiting for an instance (PROVISIONING), starting (PENDING), running but not healthy yet, healthy, draining, stopped.
 */
export type TaskState = "waiting" | "starting" | "running" | "healthy" | "draining" | "stopped";

export interface Task {
  readonly size: TaskSize;
  readonly isDaemon: boolean;
  /** Revision of the release that it runs. */
  readonly revision: number;
  readonly isSpot: boolean;
  readonly isFargate: boolean;
  readonly createdAt: number;
  state: TaskState;
  zone: number;
  instance: Instance | undefined;
  station: HostStation | undefined;
  /** When billing started, on Fargate. */
  startedAt: number;
  /** Whether it has failed its health check and will be replaced. */
  isCondemned: boolean;
  /** Whether its instance drains. The task will be replaced, and serves until the service no longer needs it. */
  mustLeave: boolean;
}
