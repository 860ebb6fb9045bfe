import { choice } from "./fields";

/**
 * Defaults in place of the reference's for everything that decides how fast a system scales out. "responsive" has enough
 * tasks in less than half of the time. A setting of yours goes before the preset's.
 */
export function preset() {
  return choice("responsive").optional();
}
