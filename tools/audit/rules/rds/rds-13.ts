import { isTrue } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const rds13 = defineControl({
  id: "RDS.13",
  title: "Databases install minor versions",
  look: each("aws_db_instance", (database) => isTrue(database, "auto_minor_version_upgrade", true)),
});
