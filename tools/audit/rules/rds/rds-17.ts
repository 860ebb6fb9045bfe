import { isTrue } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const rds17 = defineControl({
  id: "RDS.17",
  title: "Database snapshots have the database's tags",
  look: each("aws_db_instance", (database) => isTrue(database, "copy_tags_to_snapshot")),
});
