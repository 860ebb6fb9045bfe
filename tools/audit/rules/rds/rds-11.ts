import { numberOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const rds11 = defineControl({
  id: "RDS.11",
  title: "Databases keep backups for a week or more",
  look: each(
    "aws_db_instance",
    (database) => numberOf(database, "backup_retention_period", 0) >= 7,
  ),
});
