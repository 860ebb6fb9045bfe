import { numberOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const rds6 = defineControl({
  id: "RDS.6",
  title: "Databases have enhanced monitoring",
  look: each("aws_db_instance", (database) => numberOf(database, "monitoring_interval", 0) > 0),
});
