import { numberOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const rds23 = defineControl({
  id: "RDS.23",
  title: "Databases do not use the engine's default port",
  look: each("aws_db_instance", (database) => numberOf(database, "port", 3306) !== 3306),
});
