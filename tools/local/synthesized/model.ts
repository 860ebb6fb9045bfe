/** What a local run takes from a stack. Addresses are Terraform's, such as `aws_lb.entry`. */
export interface SystemModel {
  readonly balancers: readonly BalancerModel[];
  readonly targetGroups: ReadonlyMap<string, TargetGroupModel>;
  readonly services: readonly ServiceModel[];
}

export interface BalancerModel {
  readonly address: string;
  readonly name: string;
  readonly kind: "application" | "network";
  readonly isInternal: boolean;
  readonly idleTimeoutSeconds: number;
  readonly dropsInvalidHeaderFields: boolean;
  readonly listeners: readonly ListenerModel[];
}

export interface ListenerModel {
  readonly address: string;
  readonly port: number;
  readonly protocol: string;
  readonly defaultAction: Action;
  /** In the order in which they are tried. */
  readonly rules: readonly RuleModel[];
}

export interface RuleModel {
  readonly address: string;
  readonly priority: number;
  /** All of them must hold. */
  readonly conditions: readonly Condition[];
  readonly action: Action;
}

/** Of each the values are alternatives. */
export type Condition =
  | { readonly kind: "path-pattern"; readonly values: readonly string[] }
  | { readonly kind: "host-header"; readonly values: readonly string[] }
  | { readonly kind: "http-header"; readonly name: string; readonly values: readonly string[] }
  | { readonly kind: "http-request-method"; readonly values: readonly string[] }
  | { readonly kind: "query-string"; readonly values: readonly QueryValue[] }
  | { readonly kind: "source-ip"; readonly values: readonly string[] };

export interface QueryValue {
  readonly key?: string;
  readonly value: string;
}

export type Action = ForwardAction | FixedResponseAction | RedirectAction;

export interface ForwardAction {
  readonly kind: "forward";
  readonly targets: readonly { readonly targetGroup: string; readonly weight: number }[];
}

export interface FixedResponseAction {
  readonly kind: "fixed-response";
  readonly statusCode: number;
  readonly contentType: string;
  readonly body: string;
}

export interface RedirectAction {
  readonly kind: "redirect";
  readonly statusCode: 301 | 302;
  readonly protocol: string;
  readonly host: string;
  readonly port: string;
  readonly path: string;
  readonly query: string;
}

export interface TargetGroupModel {
  readonly address: string;
  readonly deregistrationDelaySeconds: number;
  readonly slowStartSeconds: number;
  readonly algorithm: "round_robin" | "least_outstanding_requests" | "weighted_random";
  readonly healthCheck: HealthCheckModel;
  /** Of a network balancer's group: the application balancer behind it. */
  readonly balancer?: string;
}

export interface HealthCheckModel {
  readonly path: string;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
  /** Status codes that are well: `200`, `200,204` or `200-299`. */
  readonly matcher: string;
}

export interface ServiceModel {
  readonly address: string;
  readonly name: string;
  readonly scheduling: "REPLICA" | "DAEMON";
  /** Of a daemon, the number of instances. */
  readonly desiredCount: number;
  /** What scaling may make of it. */
  readonly bounds: { readonly min: number; readonly max: number };
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
  readonly circuitBreaker: { readonly isEnabled: boolean; readonly rollsBack: boolean };
  readonly gracePeriodSeconds: number;
  readonly targets: readonly ServiceTarget[];
  readonly task: TaskModel;
}

export interface ServiceTarget {
  readonly targetGroup: string;
  readonly containerName: string;
  readonly containerPort: number;
}

export interface TaskModel {
  readonly family: string;
  readonly containers: readonly ContainerModel[];
}

export interface ContainerModel {
  readonly name: string;
  readonly image: string;
  readonly isEssential: boolean;
  readonly environment: Readonly<Record<string, string>>;
  /** What `valueFrom` says, by the name of the variable. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly ports: readonly number[];
  readonly stopTimeoutSeconds: number;
  readonly healthCheck?: ContainerHealthCheck;
}

export interface ContainerHealthCheck {
  readonly command: readonly string[];
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly retries: number;
  readonly startPeriodSeconds: number;
}
