import { isTrue } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const rds8 = defineControl({
  id: "RDS.8",
  title: "Databases have deletion protection",
  look: each("aws_db_instance", (database) => isTrue(database, "deletion_protection")),
});
