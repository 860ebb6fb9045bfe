import type { Page } from "playwright-core";
import type { UserPool } from "./user-pool";

export const SIGN_IN_HOST = "stores.auth.us-east-1.amazoncognito.com";

/**
 * Cognito's own sign-in pages, for somebody who signs in at once.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
 */
export class SignInPages {
  /** Queries of the requests to authorize. */
  readonly authorize: URLSearchParams[] = [];
  /** Bodies of the requests for tokens. */
  readonly tokens: URLSearchParams[] = [];
  private readonly pool: UserPool;

  constructor(pool: UserPool) {
    this.pool = pool;
  }

  /** Answers in the place of the host, which is not on this machine. */
  async answerIn(page: Page): Promise<void> {
    await page.route(`https://${SIGN_IN_HOST}/**`, async (route) => {
      const url = new URL(route.request().url());
      if (url.pathname === "/oauth2/authorize") {
        this.authorize.push(url.searchParams);
        const back = new URL(url.searchParams.get("redirect_uri") ?? "");
        back.searchParams.set("code", "one-time");
        back.searchParams.set("state", url.searchParams.get("state") ?? "");
        await route.fulfill({ status: 302, headers: { location: back.href } });
        return;
      }
      this.tokens.push(new URLSearchParams(route.request().postData() ?? ""));
      await route.fulfill({
        headers: { "access-control-allow-origin": "*" },
        json: this.pool.tokensOf("pages@example.com"),
      });
    });
  }
}
