import { defineControl } from "../../control";
import { each, isOff } from "../../look";

export const rds2 = defineControl({
  id: "RDS.2",
  title: "Databases are not public",
  look: each("aws_db_instance", (database) => isOff(database, "publicly_accessible")),
});
