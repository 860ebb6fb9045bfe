import type { ChangedSystem } from "./changed-system";
import { daemonApi } from "./daemon-api";
import { httpApi } from "./http-api";
import { httpScaleOut } from "./http-scale-out";
import { restApi } from "./rest-api";
import { talkService } from "./talk-service";
import { worker } from "./worker";

export const changedSystems: readonly ChangedSystem[] = [
  httpScaleOut,
  talkService,
  daemonApi,
  httpApi,
  restApi,
  worker,
];
