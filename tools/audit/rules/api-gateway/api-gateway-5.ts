import { isTrue, blockOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each, isOff, isReferencedBy } from "../../look";

export const apiGateway5 = defineControl({
  id: "APIGateway.5",
  title: "Caches of REST APIs are encrypted",
  look: each(
    "aws_api_gateway_stage",
    (stage, stack, address) =>
      isOff(stage, "cache_cluster_enabled") ||
      isReferencedBy(stack, "aws_api_gateway_method_settings", "stage_name", address, (methods) =>
        isTrue(blockOf(methods, "settings"), "cache_data_encrypted"),
      ),
  ),
});
