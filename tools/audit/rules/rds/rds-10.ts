import { isTrue } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const rds10 = defineControl({
  id: "RDS.10",
  title: "Databases accept IAM authentication",
  look: each("aws_db_instance", (database) =>
    isTrue(database, "iam_database_authentication_enabled"),
  ),
});
