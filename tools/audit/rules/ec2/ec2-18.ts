import { defineControl } from "../../control";
import { openToTheInternet } from "../../open-ports";

export const ec2_18 = defineControl({
  id: "EC2.18",
  title: "The internet reaches ports 80 and 443 only",
  look: (stack) =>
    openToTheInternet(stack).map(({ address, from, to }) => ({
      address,
      holds: from === to && [80, 443].includes(from),
    })),
});
