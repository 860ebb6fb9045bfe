import { isTrue } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const rds3 = defineControl({
  id: "RDS.3",
  title: "Databases are encrypted",
  look: each("aws_db_instance", (database) => isTrue(database, "storage_encrypted")),
});
