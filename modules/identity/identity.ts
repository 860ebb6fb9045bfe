import { Construct } from "constructs";
import { UserPool, type UserPoolProps } from "./user-pool";
import { UserPoolClient, type UserPoolClientProps } from "./user-pool-client";

/** The issuer of an API's tokens: a user pool that is created for it, or another OpenID Connect provider. */
export type IdentityProps = OwnUserPool | OtherProvider;

export interface OwnUserPool
  extends UserPoolProps, Omit<UserPoolClientProps, "userPool" | "callbackUrls"> {
  readonly kind: "user-pool";
  /** Callback pages of Cognito's own sign-in pages, if there are any. */
  readonly callbackUrls: readonly string[];
}

export interface OtherProvider {
  readonly kind: "issuer";
  /** The issuer's URL: the token's `iss`. */
  readonly issuer: string;
  /** Clients that the tokens are issued for: their `aud`. */
  readonly audience: readonly string[];
}

/** The users who sign in, and the issuer of their tokens. */
export class Identity extends Construct {
  readonly issuer: string;
  readonly audience: readonly string[];
  /** Undefined if another provider manages the users. */
  readonly people: { readonly pool: UserPool; readonly client: UserPoolClient } | undefined;

  constructor(scope: Construct, id: string, props: IdentityProps) {
    super(scope, id);
    if (props.kind === "issuer") {
      this.issuer = props.issuer;
      this.audience = props.audience;
      return;
    }
    const pool = new UserPool(this, "user-pool", props);
    const client = new UserPoolClient(this, "client", {
      ...props,
      userPool: pool,
      callbackUrls: props.domainPrefix === undefined ? undefined : props.callbackUrls,
    });
    this.people = { pool, client };
    this.issuer = pool.issuer;
    this.audience = [client.clientId];
  }
}
