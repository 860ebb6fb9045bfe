import { defineControl } from "../../control";
import { openToTheInternet } from "../../open-ports";

/** From the control's page, as of 2026-11. */
const HIGH_RISK_PORTS = [
  20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 3389, 4333, 5000, 5432, 5500,
  5601, 8080, 8088, 8888, 9200, 9300,
];

export const ec2_19 = defineControl({
  id: "EC2.19",
  title: "The internet reaches no high-risk port",
  look: (stack) =>
    openToTheInternet(stack).map(({ address, from, to }) => ({
      address,
      holds: !HIGH_RISK_PORTS.some((port) => from <= port && port <= to),
    })),
});
