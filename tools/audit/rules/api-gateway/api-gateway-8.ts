import { textOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const apiGateway8 = defineControl({
  id: "APIGateway.8",
  title: "Routes of HTTP APIs have an authorization type",
  look: each(
    "aws_apigatewayv2_route",
    (route) => textOf(route, "authorization_type", "NONE") !== "NONE",
  ),
});
