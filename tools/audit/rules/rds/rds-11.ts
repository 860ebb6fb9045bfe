import { numberOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

/**
 * Read replicas are exempt: their data is in the backups of their source.
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-11
 */
export const rds11 = defineControl({
  id: "RDS.11",
  title: "Databases keep backups for a week or more",
  look: each(
    "aws_db_instance",
    (database) => numberOf(database, "backup_retention_period", 0) >= 7,
    (database) => database["replicate_source_db"] === undefined,
  ),
});
