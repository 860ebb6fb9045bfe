import { textOf, isTrue } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

/** Security Hub only checks routes of HTTP APIs. This rule applies the same to REST APIs. */
export const restAuthorization = defineControl({
  id: "REST.authorization",
  title: "Methods of REST APIs are authorized",
  page: "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html",
  look: each(
    "aws_api_gateway_method",
    (method) =>
      textOf(method, "authorization", "NONE") !== "NONE" || isTrue(method, "api_key_required"),
  ),
});
