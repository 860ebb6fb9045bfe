import { Construct } from "constructs";
import { validate } from "../validation";
import { AliasRecord } from "./alias-record";
import { Certificate } from "./certificate";
import { HttpListeners } from "./http-listeners";
import { ApplicationLoadBalancer, type ApplicationLoadBalancerProps } from "./load-balancer";

/** Where a public name's certificate comes from: requested with the system, or issued earlier. */
export type CertificateSource =
  { readonly kind: "request" } | { readonly kind: "existing"; readonly arn: string };

/** A custom domain name for a load balancer. */
export interface PublicName {
  /** Full name, such as `api.example.com`. */
  readonly domainName: string;
  readonly hostedZoneId: string;
}

export interface HttpEntryProps extends ApplicationLoadBalancerProps {
  /** @default the balancer's own DNS name only */
  readonly publicName?: PublicName;
  /** Certificate that enables HTTPS on port 443. @default none: HTTP only */
  readonly certificate?: CertificateSource;
  /** What port 80 does with HTTPS: redirects clients to 443, or stays closed. @default "redirect" */
  readonly plainHttp?: "redirect" | "closed";
}

/** The entry point of a system: a load balancer, its listeners, and optionally a certificate and a domain name. */
export class HttpEntry extends Construct {
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly listeners: HttpListeners;
  /** URL of the system for clients. */
  readonly url: string;
  /** Stack outputs about the entry point. */
  readonly outputs: Readonly<Record<"url" | "load_balancer_dns_name", string>>;

  constructor(scope: Construct, id: string, props: HttpEntryProps) {
    super(scope, id);
    validate(this, () =>
      props.certificate?.kind === "request" && props.publicName === undefined
        ? '`publicName` must be given with a `certificate` of kind "request": ACM issues one for a name.'
        : undefined,
    );
    this.loadBalancer = new ApplicationLoadBalancer(this, "load-balancer", props);
    this.listeners = new HttpListeners(this, "listeners", {
      loadBalancer: this.loadBalancer,
      certificateArn: this.certificateArn(props),
      plainHttp: props.plainHttp,
    });
    this.addName(props.publicName);
    this.url = `${this.listeners.protocol}://${props.publicName?.domainName ?? this.loadBalancer.dnsName}`;
    this.outputs = { url: this.url, load_balancer_dns_name: this.loadBalancer.dnsName };
  }

  private certificateArn({ certificate, publicName }: HttpEntryProps): string | undefined {
    if (certificate?.kind === "existing") return certificate.arn;
    if (certificate === undefined || publicName === undefined) return undefined;
    return new Certificate(this, "certificate", publicName).arn;
  }

  private addName(publicName: PublicName | undefined): void {
    if (publicName === undefined) return;
    new AliasRecord(this, "name", { ...publicName, target: this.loadBalancer });
  }
}
