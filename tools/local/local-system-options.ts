import type { Synthesis, SynthesizedStack } from "../synthesized/synthesis";
import type { SystemPart } from "./part";

export interface LocalSystemOptions {
  readonly synthesis: Synthesis;
  readonly stack: SynthesizedStack;
  readonly variables: Readonly<Record<string, string>>;
  readonly projectRoot: string;
  /** @default 1 */
  readonly speed?: number;
  /** Commands in place of images; see ImageStore. @default - none */
  readonly commands?: Readonly<Record<string, string>>;
  /** Added to the environment of every task. @default - nothing */
  readonly environment?: Readonly<Record<string, string>>;
  /** Where the first balancer listens; 0 takes any free port. @default 8080 for 80, 8443 for 443 */
  readonly port?: number;
  /** Shows what tasks print, instead of writing it to files. @default - files */
  readonly onLine?: (task: string, line: string) => void;
  readonly say: (line: string) => void;
  /** @default PARTS */
  readonly parts?: readonly SystemPart[];
}
