import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { Fn, type ITerraformDependable, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import { type PolicyStatement, ServiceRole } from "../identity/service-role";
import type { Network } from "../network/network";
import { SecurityGroup, port } from "../network/security-group";
import { LogGroup } from "../observability/log-group";
import { validate } from "../validation";
import { DatabaseAlarms, type DatabaseAlarmsProps } from "./database-alarms";
import { type MysqlDatabaseSettings, mysqlChecks, withMysqlDefaults } from "./mysql-settings";

export interface MysqlDatabaseProps extends MysqlDatabaseSettings {
  readonly network: Network;
  /** Days for which CloudWatch keeps the database's logs. */
  readonly logRetentionDays: number;
  /** Security groups that may connect, by ids of the caller's choice; `allowFrom` adds others later. @default none */
  readonly clients?: Readonly<Record<string, SecurityGroup>>;
  /** @default none */
  readonly alarms?: Pick<DatabaseAlarmsProps, "name" | "topicArn">;
}

type Settings = ReturnType<typeof withMysqlDefaults> & MysqlDatabaseProps;

/** RDS sends these to CloudWatch. The general and the audit log would hold every statement, and what is in it. */
const LOGS = ["error", "slowquery"] as const;

/**
 * A MySQL database of RDS in private subnets. RDS makes the password of its user, keeps it in Secrets Manager and rotates
 * it every week; no human and no state file has it.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
 */
export class MysqlDatabase extends Construct {
  readonly resource: DbInstance;
  readonly securityGroup: SecurityGroup;
  readonly host: string;
  readonly port: number;
  readonly databaseName: string;
  readonly username: string;
  /** Identifier, as in dimensions of metrics. */
  readonly identifier: string;
  /** ARN of the secret whose JSON has `username` and `password`. */
  readonly secretArn: string;

  constructor(scope: Construct, id: string, props: MysqlDatabaseProps) {
    super(scope, id);
    const settings: Settings = { ...props, ...withMysqlDefaults(props) };
    validate(this, ...mysqlChecks(settings));
    this.port = settings.port;
    this.databaseName = settings.databaseName;
    this.username = settings.username;
    this.securityGroup = new SecurityGroup(this, "security-group", {
      vpcId: props.network.vpcId,
      namePrefix: `${settings.identifier}-`,
      description: `Database ${settings.identifier}`,
    });
    this.resource = this.addInstance(settings, this.addLogs(settings));
    this.host = this.hostOf(settings);
    this.identifier = this.resource.identifier;
    this.secretArn = this.resource.masterUserSecret.get(0).secretArn;
    for (const [client, group] of Object.entries(props.clients ?? {}))
      this.allowFrom(client, group);
    if (props.alarms) {
      const { identifier } = this;
      const { storageGiB } = settings;
      new DatabaseAlarms(this, "alarms", { ...props.alarms, identifier, storageGiB });
    }
  }

  /** Environment variables for a program that connects to the database. */
  get clientEnvironment(): Readonly<Record<string, string>> {
    return {
      DB_HOST: this.host,
      DB_PORT: `${this.port}`,
      DB_NAME: this.databaseName,
      DB_USER: this.username,
      DB_TLS: "true",
      DB_SECRET_ARN: this.secretArn,
    };
  }

  /**
   * Lets a program read its user's password again: RDS renews it every seven days, and a running task's environment stays as
   * it was.
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
   */
  get clientPolicy(): readonly PolicyStatement[] {
    return [{ actions: ["secretsmanager:GetSecretValue"], resources: [this.secretArn] }];
  }

  /** The password of its user, as a secret of a container. */
  get clientSecrets() {
    const password = { kind: "secrets-manager", arn: this.secretArn, jsonKey: "password" } as const;
    return { DB_PASSWORD: password };
  }

  /** Opens the way to the database, out of the clients' group and into its own. */
  allowFrom(id: string, clients: SecurityGroup): void {
    clients.allowTo(id, this.securityGroup, port(this.port), "Queries");
  }

  private addInstance(settings: Settings, logs: readonly ITerraformDependable[]): DbInstance {
    return new DbInstance(this, "Default", {
      identifier: settings.identifier,
      engine: "mysql",
      engineVersion: settings.engineVersion,
      instanceClass: settings.instanceClass,
      allocatedStorage: settings.storageGiB,
      maxAllocatedStorage: settings.maxStorageGiB,
      storageType: "gp3",
      storageEncrypted: true,
      dbName: settings.databaseName,
      port: settings.port,
      username: settings.username,
      manageMasterUserPassword: true,
      iamDatabaseAuthenticationEnabled: true,
      multiAz: settings.multiAz,
      publiclyAccessible: false,
      dbSubnetGroupName: this.addSubnetGroup(settings),
      vpcSecurityGroupIds: [this.securityGroup.securityGroupId],
      parameterGroupName: this.addParameterGroup(settings),
      backupRetentionPeriod: settings.backupDays,
      copyTagsToSnapshot: true,
      // Of a patch that is pinned, the next plan would make a downgrade once AWS had upgraded it.
      autoMinorVersionUpgrade: !isPatch(settings.engineVersion),
      allowMajorVersionUpgrade: settings.allowMajorVersionUpgrade,
      applyImmediately: settings.applyImmediately,
      backupWindow: settings.backupWindow,
      maintenanceWindow: settings.maintenanceWindow,
      enabledCloudwatchLogsExports: [...LOGS],
      ...this.monitoring(settings),
      ...protection(settings),
      dependsOn: [...logs],
    });
  }

  /**
   * A rename changes the instance in place, and the plan of it still has the former address: what is told of the database
   * would name a host that is gone, until a second apply. All but its first label, the identifier, stays as it is. A rename
   * that waits for the maintenance window leaves the address as it is, too.
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_RenameInstance.html
   */
  private hostOf({ identifier, applyImmediately }: Settings): string {
    const { address } = this.resource;
    if (!applyImmediately) return address;
    const renamed = Fn.replace(address, "/^[a-z][^.]*[.]/", `${identifier}.`);
    return new TerraformLocal(this, "host", renamed).asString;
  }

  private addSubnetGroup({ identifier, network }: Settings): string {
    return new DbSubnetGroup(this, "subnets", {
      namePrefix: `${identifier}-`,
      description: `Private subnets of ${identifier}`,
      subnetIds: [...network.workloadSubnetIds],
      // RDS deletes no group that an instance is in.
      lifecycle: { createBeforeDestroy: true },
    }).name;
  }

  private addParameterGroup({ identifier, engineVersion }: Settings): string {
    const [major, minor] = engineVersion.split(".");
    return new DbParameterGroup(this, "parameters", {
      namePrefix: `${identifier}-`,
      description: `Parameters of ${identifier}`,
      family: `mysql${major ?? ""}.${minor ?? ""}`,
      parameter: [
        { name: "require_secure_transport", value: "1" },
        // Both, or the log of slow queries that RDS exports has no line: it is off, and its lines would go to a table.
        { name: "slow_query_log", value: "1" },
        { name: "log_output", value: "FILE" },
      ],
      // Another family is another group, which the instance must use before the previous one is deleted.
      lifecycle: { createBeforeDestroy: true },
    }).name;
  }

  /** RDS would create the log groups itself, and they would never expire. */
  private addLogs({ identifier, logRetentionDays }: Settings): readonly ITerraformDependable[] {
    return LOGS.map(
      (log) =>
        new LogGroup(this, `${log}-log`, {
          name: `/aws/rds/instance/${identifier}/${log}`,
          retentionDays: logRetentionDays,
        }).resource,
    );
  }

  private monitoring({ identifier, monitoringIntervalSeconds }: Settings) {
    if (monitoringIntervalSeconds === 0) return {};
    const role = new ServiceRole(this, "monitoring-role", {
      service: "monitoring.rds.amazonaws.com",
      namePrefix: `${identifier.slice(0, 26)}-monitoring-`,
      description: `Lets RDS report on the machine of ${identifier}`,
    });
    role.attachManagedPolicy("report", "service-role/AmazonRDSEnhancedMonitoringRole");
    return { monitoringInterval: monitoringIntervalSeconds, monitoringRoleArn: role.arn };
  }
}

/** A version of three parts, such as `8.4.7`. */
function isPatch(engineVersion: string): boolean {
  return engineVersion.split(".").length > 2;
}

/**
 * What stays when the database goes. The name of the last snapshot is fixed when an instance is created: an instance that
 * takes its place has another, and RDS refuses a name that a snapshot has already.
 */
function protection({ deletionProtection, finalSnapshot, identifier }: Settings) {
  return {
    deletionProtection,
    skipFinalSnapshot: !finalSnapshot,
    finalSnapshotIdentifier: finalSnapshot
      ? `${identifier}-final-\${formatdate("YYYYMMDDhhmmss", timestamp())}`
      : undefined,
    deleteAutomatedBackups: !finalSnapshot,
    lifecycle: { ignoreChanges: ["final_snapshot_identifier"] },
  };
}
