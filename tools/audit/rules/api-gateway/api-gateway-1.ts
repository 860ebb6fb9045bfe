import { textOf, blockOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each, isReferencedBy } from "../../look";

export const apiGateway1 = defineControl({
  id: "APIGateway.1",
  title: "Stages of REST APIs write execution logs",
  look: each("aws_api_gateway_stage", (_, stack, address) =>
    isReferencedBy(stack, "aws_api_gateway_method_settings", "stage_name", address, (methods) =>
      ["ERROR", "INFO"].includes(textOf(blockOf(methods, "settings"), "logging_level", "")),
    ),
  ),
});
