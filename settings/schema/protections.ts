import { flag, settings } from "./fields";

/** What a deployment must not delete, and when one has failed. */
export const protections = settings({
  /** Whether load balancers, databases and other resources that hold data are protected from deletion. */
  deletionProtection: flag(),
  /** Whether every system must have a certificate. */
  httpsOnly: flag(),
  /**
   * Whether an apply waits for the deployments of its services, and fails when one is rolled back. Without it, an apply
   * ends as soon as ECS knows of the new release. @default false
   */
  waitForDeployments: flag().default(false),
  /** Whether alarms roll back a deployment of any service, unless its `deployment` says otherwise. @default false */
  rollbackOnAlarms: flag().default(false),
});
