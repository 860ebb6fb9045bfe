import type { HttpApi } from "../../modules/api/http-api/http-api";
import { dnsSuffixOf } from "../../modules/aws-lookups";
import type { WebAclProps } from "../../modules/firewall/web-acl";
import type { Identity, IdentityProps } from "../../modules/identity/identity";
import { WAKE_UP_MINUTES } from "../../modules/sleep/idle-sleep";
import type { Page, PageContent, PageProps } from "../../modules/web/page";
import { CLOUDFRONT_REGION } from "../../modules/web/page-distribution";
import type { HttpApiSettings } from "../../settings/environment";
import { publicName } from "./settings-to-props";
import type { SystemStack } from "../system-stack";

/* Converts settings to the props of the page and its users. */

type HostedPage = Extract<HttpApiSettings["page"], { kind: "hosted" }>;

export function identityProps(
  stack: SystemStack,
  { api, issuer, userPool: { signInPages, email, ...pool } }: HttpApiSettings,
  page: Page | undefined,
): IdentityProps {
  if (issuer !== undefined) return { ...issuer, kind: "issuer", issuer: issuer.url };
  return {
    ...pool,
    email: email && {
      ...email,
      identity:
        email.identityArn === undefined
          ? { hostedZoneId: email.hostedZoneId ?? stack.environment.domain?.hostedZoneId ?? "" }
          : { arn: email.identityArn },
    },
    scopes: signInPages && api.writeScopes,
    kind: "user-pool",
    name: stack.node.id,
    deletionProtection: stack.environment.protections.deletionProtection,
    domainPrefix: signInPages && stack.named(signInPages.domainPrefix),
    callbackUrls: signInPages?.callbackUrls ?? [`${page?.origin ?? ""}/`],
  };
}

/** A web ACL in front of the user pool. */
export function userPoolAclProps(
  stack: SystemStack,
  source: WebAclProps["source"],
  resourceArn: string,
): WebAclProps {
  return {
    name: `${stack.node.id}-users`,
    source,
    protects: { resourceArn },
    logRetentionDays: stack.logRetentionDays(),
  };
}

/** A web ACL in front of the page. */
export function pageAclProps(stack: SystemStack, source: WebAclProps["source"]): WebAclProps {
  return {
    name: `${stack.node.id}-page`,
    source,
    protects: { kind: "cloudfront", provider: stack.providerOf(CLOUDFRONT_REGION) },
    logRetentionDays: stack.logRetentionDays(),
  };
}

export function pageProps(
  stack: SystemStack,
  page: HostedPage,
  webAclArn: string | undefined,
): PageProps {
  const name = publicName(stack, page);
  const { certificateArn: arn, singlePage, detailedMetrics } = page;
  return {
    name: stack.node.id,
    singlePage,
    webAclArn,
    detailedMetrics,
    domain: name && {
      ...name,
      certificate:
        arn === undefined ? { requestBy: stack.addProviderFor(CLOUDFRONT_REGION) } : { arn },
    },
  };
}

/** What the page shows, and the URLs that it calls. */
export function pageContent(
  stack: SystemStack,
  {
    api: { writeScopes },
    idle,
    page,
    services,
    userPool: { mfa, selfSignUp, signInPages },
  }: HttpApiSettings,
  api: HttpApi,
  { pool, client }: NonNullable<Identity["people"]>,
): PageContent {
  const { region } = stack.environment;
  // Pages that lead back elsewhere are for other clients; this one has forms of its own.
  const pages =
    signInPages === undefined || signInPages.callbackUrls !== undefined
      ? undefined
      : {
          domain: `${stack.named(signInPages.domainPrefix)}.auth.${region}.amazoncognito.com`,
          scopes: ["openid", "email", ...writeScopes],
        };
  return {
    files:
      page.kind === "hosted" && page.upload
        ? { folder: page.folder, build: "npm run page" }
        : undefined,
    settings: {
      region,
      apiUrl: api.url,
      userPoolId: pool.userPoolId,
      userPoolClientId: client.clientId,
      selfSignUp,
      mfa,
      ...(pages && { signInPages: pages }),
      ...(idle && { wakeUpMinutes: WAKE_UP_MINUTES }),
      stores: Object.entries(services).map(([name, { path, idName }]) => ({
        name: `${name.charAt(0).toUpperCase()}${name.slice(1)} store`,
        path,
        idName,
      })),
    },
    connectTo: [
      api.origin,
      `https://cognito-idp.${region}.${dnsSuffixOf(stack)}`,
      ...(pages ? [`https://${pages.domain}`] : []),
    ],
  };
}
