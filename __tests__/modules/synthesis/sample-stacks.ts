import { LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";

/** The least that a stack can be: a backend and one output. */
export class SampleStack extends TerraformStack {
  constructor(scope: Construct, id: string, value = "one") {
    super(scope, id);
    new LocalBackend(this, { path: "terraform.tfstate" });
    new TerraformOutput(this, "value", { value });
  }
}
