declare module "dynalite" {
  import type { Server } from "node:http";

  export default function dynalite(options?: {
    /** Time until a table is active. */
    readonly createTableMs?: number;
  }): Server;
}
