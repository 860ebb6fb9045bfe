declare module "dynalite" {
  import type { Server } from "node:http";

  export default function dynalite(options?: {
    /** How long a table takes until it is active. */
    readonly createTableMs?: number;
  }): Server;
}
