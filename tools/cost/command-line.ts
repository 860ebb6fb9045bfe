import { parseArgs } from "node:util";
import { UserError } from "../terminal/user-error";

export const USAGE = `usage: npm run cost -- [environment, system or stack ...] [options]
       npm run cost -- --refresh-prices <region>

  --details              every line of each resource's bill
  --assume name=0,50,2000
                         replace an assumption at minimum, typical and maximum; one number is for all three;
                         may be given several times. --assumptions lists them
  --assumptions          list the assumptions and their values
  --compare <folder or revision>
                         the difference to another synthesis: a folder such as another cdktf.out, or a git revision,
                         which is checked out elsewhere and synthesized
  --json                 the same for scripts; docs/how-to/cost.md describes it
  --refresh-prices <region>
                         read the prices of a region anew from AWS, with credentials that allow pricing:GetProducts,
                         and write aws/prices-<region>.json`;

export interface CommandLine {
  readonly names: readonly string[];
  readonly assume: readonly string[];
  readonly compare?: string;
  readonly refreshPrices?: string;
  readonly details: boolean;
  readonly assumptions: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

/** @throws UserError when it cannot be understood */
export function parseCommandLine(args: readonly string[]): CommandLine {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        assume: { type: "string", multiple: true, default: [] },
        compare: { type: "string" },
        "refresh-prices": { type: "string" },
        details: { type: "boolean", default: false },
        assumptions: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    return {
      names: positionals,
      assume: values.assume,
      ...(values.compare === undefined ? {} : { compare: values.compare }),
      ...(values["refresh-prices"] === undefined
        ? {}
        : { refreshPrices: values["refresh-prices"] }),
      details: values.details,
      assumptions: values.assumptions,
      json: values.json,
      help: values.help,
    };
  } catch (error) {
    throw new UserError(`${(error as Error).message}\n${USAGE}`);
  }
}
