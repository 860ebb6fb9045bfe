import { textOf, blockOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const apiGateway9 = defineControl({
  id: "APIGateway.9",
  title: "Stages of HTTP APIs write access logs",
  look: each(
    "aws_apigatewayv2_stage",
    (stage) => textOf(blockOf(stage, "access_log_settings"), "destination_arn") !== undefined,
  ),
});
