import { isTrue } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

/** The account's own setting. No system changes it; EC2.3 is about the volumes of the systems. */
export const ec2_7 = defineControl({
  id: "EC2.7",
  title: "Volumes are encrypted by default in the account",
  look: each("aws_ebs_encryption_by_default", (setting) => isTrue(setting, "enabled", true)),
});
