import { defineControl } from "../../control";
import { each, isOff } from "../../look";

export const cognito2 = defineControl({
  id: "Cognito.2",
  title: "Identity pools admit no guests",
  look: each("aws_cognito_identity_pool", (pool) =>
    isOff(pool, "allow_unauthenticated_identities"),
  ),
});
