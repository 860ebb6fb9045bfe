import { LbListener, type LbListenerDefaultAction } from "@cdktf/provider-aws/lib/lb-listener";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { ApplicationLoadBalancer } from "./load-balancer";
import type { TargetGroup } from "./target-group";

export interface HttpListenersProps {
  readonly loadBalancer: ApplicationLoadBalancer;
  /** ARN of an issued certificate: HTTPS on port 443. @default none: HTTP on port 80 */
  readonly certificateArn?: string;
  /** What port 80 does with HTTPS: redirects clients to 443, or stays closed. @default "redirect" */
  readonly plainHttp?: "redirect" | "closed";
  /** @default "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09" */
  readonly sslPolicy?: string;
}

/**
 * TLS 1.2 and 1.3 with forward secrecy and hybrid post-quantum key exchange: AWS's recommendation and its console's
 * default (ELB.17). Without it, the API uses a policy from 2016 with TLS 1.0.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
const advisedSslPolicy = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09";

/**
 * The listeners of a load balancer: HTTP, or HTTPS with a redirect from HTTP. Opens its ports to clients.
 *
 * A request that matches no listener rule gets a 404, unless `forwardEverything` sets a target.
 */
export class HttpListeners extends Construct {
  /** The listener that serves requests. Listener rules belong to it, and services behind it depend on it. */
  readonly serving: LbListener;
  /** Protocol of `serving`. */
  readonly protocol: "http" | "https";
  /** Port of `serving`. */
  readonly port: number;
  private readonly props: HttpListenersProps;

  constructor(scope: Construct, id: string, props: HttpListenersProps) {
    super(scope, id);
    this.props = props;
    this.protocol = props.certificateArn === undefined ? "http" : "https";
    this.port = this.protocol === "http" ? 80 : 443;
    this.serving =
      props.certificateArn === undefined
        ? this.listenOnHttp(props, NOT_FOUND)
        : this.listenOnHttps(props, props.certificateArn);
    if (this.protocol === "https" && props.plainHttp !== "closed") this.redirectHttp(props);
  }

  /** Forwards requests that match no listener rule. */
  forwardEverything({ arn }: TargetGroup): void {
    this.serving.putDefaultAction([{ type: "forward", targetGroupArn: arn }]);
  }

  /** Another listener, for rules that are not the system's. Its port is closed until a security group opens it. */
  addListener(
    id: string,
    { port, certificateArn }: { readonly port: number; readonly certificateArn?: string },
  ): LbListener {
    const { loadBalancer, sslPolicy = advisedSslPolicy } = this.props;
    return new LbListener(this, id, {
      loadBalancerArn: loadBalancer.arn,
      port,
      ...(certificateArn === undefined
        ? { protocol: "HTTP" }
        : { protocol: "HTTPS", certificateArn, sslPolicy }),
      defaultAction: [NOT_FOUND],
    });
  }

  private listenOnHttps(props: HttpListenersProps, certificateArn: string): LbListener {
    props.loadBalancer.admitClients(443);
    return new LbListener(this, "https", {
      loadBalancerArn: props.loadBalancer.arn,
      port: 443,
      protocol: "HTTPS",
      certificateArn,
      sslPolicy: props.sslPolicy ?? advisedSslPolicy,
      defaultAction: [NOT_FOUND],
    });
  }

  /** Depends on the HTTPS listener, so that clients are not redirected to a port that does not respond yet. */
  private redirectHttp(props: HttpListenersProps): void {
    const redirect = { port: "443", protocol: "HTTPS", statusCode: "HTTP_301" };
    this.listenOnHttp(props, { type: "redirect", redirect }, [this.serving]);
  }

  private listenOnHttp(
    { loadBalancer }: HttpListenersProps,
    action: LbListenerDefaultAction,
    dependsOn?: ITerraformDependable[],
  ): LbListener {
    loadBalancer.admitClients(80);
    return new LbListener(this, "http", {
      loadBalancerArn: loadBalancer.arn,
      port: 80,
      protocol: "HTTP",
      defaultAction: [action],
      dependsOn,
    });
  }
}

const NOT_FOUND: LbListenerDefaultAction = {
  type: "fixed-response",
  fixedResponse: { contentType: "text/plain", messageBody: "Not found", statusCode: "404" },
};
