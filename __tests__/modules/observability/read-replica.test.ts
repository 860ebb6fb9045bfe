import { DbInstance, type DbInstanceConfig } from "@cdktf/provider-aws/lib/db-instance";
import { databaseAlarms } from "../../../modules/observability/alarms/data-alarms";
import type { AlarmContext } from "../../../modules/observability/alarms/alarm";
import { databasePanels } from "../../../modules/observability/dashboard/data-panels";
import { type Watched, watchedResources } from "../../../modules/observability/watched";
import { synth } from "../../support/synth";

/** What dashboards and alarms see of a database. */
function watched(config: Partial<DbInstanceConfig>): Watched {
  let found: readonly Watched[] = [];
  synth((stack) => {
    new DbInstance(stack, "database", { instanceClass: "db.t4g.micro", ...config });
    found = watchedResources(stack, () => true)("aws_db_instance");
  });
  return found[0]!;
}

const context = { thresholds: { databaseConnectionPercent: 80 } } as AlarmContext;
const lag = { namespace: "AWS/RDS", name: "ReplicaLag" };

test("a read replica has a graph and an alarm of how far it is behind its source", () => {
  const replica = watched({ replicateSourceDb: "shop" });
  const [panel, ...others] = databasePanels(replica).filter(({ metrics }) =>
    metrics.some(({ name }) => name === "ReplicaLag"),
  );
  expect(others).toEqual([]);
  expect(panel).toMatchObject({
    statistic: "Maximum",
    metrics: [
      { ...lag, dimensions: { DBInstanceIdentifier: "${aws_db_instance.database.identifier}" } },
    ],
  });
  const alarm = databaseAlarms(replica, context).find(({ kind }) => kind === "replica-lag");
  expect(alarm?.config).toMatchObject({ metricName: "ReplicaLag", threshold: 60 });
});

test("another database has neither", () => {
  const database = watched({ engine: "mysql" });
  expect(JSON.stringify(databasePanels(database))).not.toContain("ReplicaLag");
  expect(databaseAlarms(database, context).map(({ kind }) => kind)).not.toContain("replica-lag");
});
