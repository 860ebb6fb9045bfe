import type { Instance } from "../instances/instance";
import type { Station } from "../requests/station";
import type { TaskSize } from "../system";

/**
 * Waiting for an instance (PROVISIONING), starting (PENDING), running but not healthy yet, healthy, getting no more
 * requests, gone.
 */
export type TaskState = "waiting" | "starting" | "running" | "healthy" | "draining" | "stopped";

export interface Task {
  readonly size: TaskSize;
  readonly isDaemon: boolean;
  /** Of the release that it runs. */
  readonly revision: number;
  readonly isSpot: boolean;
  readonly isFargate: boolean;
  readonly createdAt: number;
  state: TaskState;
  zone: number;
  instance: Instance | undefined;
  station: Station | undefined;
  /** When it began to be paid for, on Fargate. */
  startedAt: number;
  /** It has failed its health check and is to be replaced. */
  isCondemned: boolean;
  /** Its instance drains: it is to be replaced, and serves until the service can do without it. */
  mustLeave: boolean;
}
