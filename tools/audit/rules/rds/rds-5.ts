import { isTrue } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const rds5 = defineControl({
  id: "RDS.5",
  title: "Databases have a standby in another zone",
  look: each("aws_db_instance", (database) => isTrue(database, "multi_az")),
});
