import type { EvaluatedStack } from "../synthesized/evaluated-stack";
import { textOf } from "../synthesized/fields";
import { requireKnown } from "../terminal/nearest";
import { UserError } from "../terminal/user-error";
import { deployedServices } from "./deployed-service";

export const COLORS = ["blue", "green"] as const;

/** A service with two colors and a variable that selects which one gets the requests. */
export interface SwitchableService {
  readonly region: string;
  readonly cluster: string;
  /** Names of the colours' services. */
  readonly services: Readonly<Record<(typeof COLORS)[number], string>>;
}

/** @throws UserError if no service of the stack has two colors */
export function switchableService(name: string, stack: EvaluatedStack): SwitchableService {
  const green = stack
    .resources("aws_ecs_service")
    .map(({ block }) => textOf(block, "name", ""))
    .find((each) => each.endsWith("-green"));
  if (green === undefined || !stack.variables.has("live_color")) {
    throw new UserError(
      `${name} must have a service with deployment { kind: "blue-green-by-variable" } to be switched, got none. Set it in the environment's file.`,
    );
  }
  const blue = green.slice(0, -"-green".length);
  const services = deployedServices(stack);
  requireKnown(
    "service called",
    [blue],
    services.map((each) => each.name),
  );
  const { region = "", cluster = "" } = services.find((each) => each.name === blue) ?? {};
  return { region, cluster, services: { blue, green } };
}
