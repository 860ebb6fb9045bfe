import { textOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const apiGateway2 = defineControl({
  id: "APIGateway.2",
  title: "Stages of REST APIs present a client certificate",
  look: each(
    "aws_api_gateway_stage",
    (stage) => textOf(stage, "client_certificate_id") !== undefined,
  ),
});
