import { isTrue } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

/** An account setting, which no system changes. EC2.3 checks the systems' volumes. */
export const ec2_7 = defineControl({
  id: "EC2.7",
  title: "Volumes are encrypted by default in the account",
  look: each("aws_ebs_encryption_by_default", (setting) => isTrue(setting, "enabled", true)),
});
