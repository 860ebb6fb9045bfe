import { textsOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const rds9 = defineControl({
  id: "RDS.9",
  title: "Databases export all logs",
  look: each("aws_db_instance", (database) =>
    ["audit", "error", "general", "slowquery"].every((log) =>
      textsOf(database, "enabled_cloudwatch_logs_exports").includes(log),
    ),
  ),
});
