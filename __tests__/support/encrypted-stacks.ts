import { prod } from "../fixtures/environments/prod";
import { fullSettings } from "../settings/full/full-settings";
import { synthEnvironments } from "./environments";
import type { TerraformJson } from "./synth";

const { qa, demo, managed } = fullSettings;
export const customerManagedKeys = { deletionWindowDays: 21 };
// The document of http-api would be read from a file.
const systems = { ...demo.systems, "http-api": undefined };
/** All systems, of many shapes, with customer managed keys. */
export const { stacks } = synthEnvironments({
  prod: { ...prod, customerManagedKeys },
  qa: { ...qa, customerManagedKeys },
  demo: { ...demo, systems, customerManagedKeys },
  managed: { ...managed, customerManagedKeys },
});

/** Of an IAM policy document. */
export interface Statement {
  readonly sid?: string;
  readonly effect?: string;
  readonly actions: string[];
  readonly resources: string[];
  readonly principals?: { readonly type: string; readonly identifiers: string[] }[];
  readonly condition?: {
    readonly test: string;
    readonly variable: string;
    readonly values: string[];
  }[];
}

/** The statements of the document that an argument refers to. Some have what they do not mean, as `not_resources`. */
export function statementsOf(json: TerraformJson, expression: unknown): Statement[] {
  const { statement } = json.referenced(String(expression));
  return (statement as Statement[]).map((each) => ({ ...NOTHING, ...each }));
}

const NOTHING = { actions: [], resources: [] };
