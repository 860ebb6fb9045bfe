import type { CommandResult } from "../../process/run-command";

interface DiagnosticLine {
  readonly type: string;
  readonly diagnostic?: {
    readonly severity: string;
    readonly summary: string;
    readonly detail: string;
    readonly address?: string;
  };
}

/** A command of Terraform's that failed, with what Terraform says about it. */
export class TerraformError extends Error {
  readonly command: string;

  constructor(command: string, folder: string, result: CommandResult) {
    super(
      `terraform ${command} failed in ${folder}:\n${errorsIn(result.stdout)}${result.stderr}`.trimEnd(),
    );
    this.name = "TerraformError";
    this.command = command;
  }
}

/** Of the JSON lines of plan and apply the errors; any other output as it is. */
function errorsIn(output: string): string {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  if (!lines.every((line) => line.startsWith("{"))) return output;
  const errors = lines
    .map((line) => (JSON.parse(line) as DiagnosticLine).diagnostic)
    .filter((diagnostic) => diagnostic?.severity === "error")
    .map((error) => `${error?.address ?? ""} ${error?.summary}\n${error?.detail}`.trim());
  return errors.length > 0 ? `${errors.join("\n")}\n` : output;
}
