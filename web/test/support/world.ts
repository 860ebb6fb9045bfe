import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "./chromium";
import { startCognito, type CognitoServer } from "./cognito-server";
import type { Owner } from "./owner";
import { startHost, type PageHost } from "./page-host";
import { startApi, stores, type StoreApi } from "./store-api";
import { SIGN_IN_HOST, SignInPages } from "./sign-in-pages";
import { clientId, UserPool, userPoolId } from "./user-pool";

/** A browser, the page's host, the API and Cognito, all on this machine. */
export class World {
  readonly pool: UserPool;
  readonly browser: Browser;
  readonly host: PageHost;
  readonly api: StoreApi;
  readonly cognito: CognitoServer;

  private constructor(
    browser: Browser,
    host: PageHost,
    api: StoreApi,
    pool: UserPool,
    cognito: CognitoServer,
  ) {
    this.browser = browser;
    this.host = host;
    this.api = api;
    this.pool = pool;
    this.cognito = cognito;
  }

  static async start(owner: Owner): Promise<World> {
    const browser = await launchBrowser();
    owner.after(() => browser.close());
    const pool = new UserPool();
    const [host, api, cognito] = await Promise.all([
      startHost(owner),
      startApi(owner),
      startCognito(owner, pool),
    ]);
    host.connectTo = [api.url, cognito.url];
    api.allowedOrigin = host.url;
    host.settings = JSON.stringify({
      region: "us-east-1",
      apiUrl: api.url,
      userPoolId,
      userPoolClientId: clientId,
      cognitoEndpoint: cognito.url,
      stores,
    });
    return new World(browser, host, api, pool, cognito);
  }

  /** Changes settings.json until the owner ends. */
  change(owner: Owner, settings: Readonly<Record<string, unknown>>): void {
    const { settings: former = "{}" } = this.host;
    this.host.settings = JSON.stringify({ ...(JSON.parse(former) as object), ...settings });
    owner.after(() => {
      this.host.settings = former;
    });
  }

  /** Cognito's own sign-in pages, in a browser that takes their host for one of this machine. */
  startSignInPages(owner: Owner): SignInPages {
    const pages = new SignInPages(this.pool);
    const { connectTo } = this.host;
    this.host.connectTo = [...connectTo, `https://${SIGN_IN_HOST}`];
    owner.after(() => {
      this.host.connectTo = connectTo;
    });
    this.change(owner, {
      signInPages: { domain: SIGN_IN_HOST, scopes: ["openid", "email", "stores/write"] },
    });
    return pages;
  }

  /** Opens the page in a new session. Any error or warning in the console fails the test. */
  async open(owner: Owner, options: OpenOptions = {}): Promise<Visit> {
    const { width = 1280, height = 900, colorScheme = "light", path = "/" } = options;
    const context = await this.browser.newContext({ viewport: { width, height }, colorScheme });
    owner.after(() => context.close());
    context.setDefaultTimeout(30_000);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    await page.goto(this.host.url + path);
    return { page, complaints };
  }
}

export interface OpenOptions {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: "light" | "dark";
  readonly path?: string;
}

export interface Visit {
  readonly page: Page;
  /** Errors and warnings of the console, including policy violations. */
  readonly complaints: readonly string[];
}

/** Ignores Chromium's line for each error response that tests ask for, and Amplify's warning about a Cognito on this machine. */
export function unexpected(complaints: readonly string[]): readonly string[] {
  const known =
    /the server responded with a status of (40\d|503)|custom Amazon .* User Pool endpoint/;
  return complaints.filter((text) => !known.test(text));
}
