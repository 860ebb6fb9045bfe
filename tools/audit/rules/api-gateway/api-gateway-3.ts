import { isTrue } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const apiGateway3 = defineControl({
  id: "APIGateway.3",
  title: "Stages of REST APIs are traced",
  look: each("aws_api_gateway_stage", (stage) => isTrue(stage, "xray_tracing_enabled")),
});
