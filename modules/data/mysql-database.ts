import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { Fn, type ITerraformDependable, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import { CERTIFICATE_AUTHORITY } from "../../aws/data/databases";
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
  /** Security groups that may connect, by IDs that the caller chooses. `allowFrom` adds more. @default none */
  readonly clients?: Readonly<Record<string, SecurityGroup>>;
  /** @default none */
  readonly alarms?: Pick<DatabaseAlarmsProps, "name" | "topicArn">;
}

type Settings = ReturnType<typeof withMysqlDefaults> & MysqlDatabaseProps;

/** Logs that RDS sends to CloudWatch. The general and audit logs would contain every statement with its values. */
const LOGS = ["error", "slowquery"] as const;

/**
 * An RDS for MySQL instance in private subnets. RDS generates the master user's password, stores it in Secrets Manager and
 * rotates it every seven days. The password is in no state file.
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
  /** Identifier, as in metric dimensions. */
  readonly identifier: string;
  /** ARN of the secret with `username` and `password` as JSON. */
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
   * Lets a program read the password again. RDS rotates it every seven days, and the environment of a running task does not
   * change.
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
   */
  get clientPolicy(): readonly PolicyStatement[] {
    return [{ actions: ["secretsmanager:GetSecretValue"], resources: [this.secretArn] }];
  }

  /** The master user's password, as a container secret. */
  get clientSecrets() {
    const password = { kind: "secrets-manager", arn: this.secretArn, jsonKey: "password" } as const;
    return { DB_PASSWORD: password };
  }

  /** Allows connections to the database: egress from the clients' security group and ingress to its own. */
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
      caCertIdentifier: CERTIFICATE_AUTHORITY,
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
      // With a pinned patch version, the next plan would downgrade an instance that AWS has upgraded.
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
   * A rename changes the instance in place, and its plan still contains the previous address. Tasks would get the name of a
   * host that no longer exists until a second apply. Only the first label of the address, the identifier, changes. It does
   * not change while a rename waits for the maintenance window.
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
      // RDS refuses to delete a group that an instance uses.
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
        // Both are required. By default the slow query log is off, and it is written to a table that RDS does not export.
        { name: "slow_query_log", value: "1" },
        { name: "log_output", value: "FILE" },
      ],
      // A new family needs a new group, which the instance must use before the previous one is deleted.
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
 * The final snapshot, which remains when the database is deleted. Its name is fixed when the instance is created. RDS
 * refuses a name that another snapshot has, so a replacement instance gets a new one.
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
