import type { Load } from "../../tools/simulate/model/load";
import type { Parameters } from "../../tools/simulate/model/parameters";
import { serveOnInstance } from "../../tools/simulate/model/requests/host";
import { ServiceTraffic } from "../../tools/simulate/model/requests/service-traffic";
import { Station } from "../../tools/simulate/model/requests/station";

/** Length in seconds of the window of the scale-in alarm. */
const WINDOW = 15 * 60;

/**
 * A naive version of the model: every second, it steps the queue of each task and recalculates the alarm's window. It uses
 * the model's queues, but has no instance starts, placement or scaling, so it does less work.
 *
 * @returns the number of served requests
 */
export function stepEveryTask(load: Load, tasks: number, parameters: Parameters): number {
  const traffic = new ServiceTraffic({
    reservedVcpus: 0.25,
    vcpuLimit: Infinity,
    timeoutSeconds: 60,
  });
  const stations = Array.from({ length: tasks }, () => {
    const station = new Station(traffic, parameters);
    station.healthy = 1;
    return station;
  });
  traffic.healthy = traffic.running = tasks;
  const cpu: number[] = [];
  let seconds = 0;
  for (let second = 0; second < load.seconds; second++) {
    traffic.offer(load.rateAt(second), 1);
    let used = 0;
    for (const station of stations) used += serveOnInstance([station], 0.5, 1);
    cpu.push(used / (tasks * 0.25));
    const window = cpu.slice(-WINDOW);
    if (window.reduce((sum, value) => sum + value, 0) / window.length < 0.72) seconds++;
  }
  if (seconds > load.seconds) throw new Error("a day has no more seconds than it has");
  return traffic.served;
}
