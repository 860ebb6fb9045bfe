import { isTrue } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const kms4 = defineControl({
  id: "KMS.4",
  title: "Keys rotate",
  look: each("aws_kms_key", (key) => isTrue(key, "enable_key_rotation")),
});
