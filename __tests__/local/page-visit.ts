import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page, Request } from "playwright-core";
import { projectRoot } from "../../tools/project-root";
import { launchBrowser, whyNoBrowser } from "../../web/test/support/chromium";
import { accountField, createAccount, see, signIn } from "../../web/test/support/steps";
import { LocalRun } from "./local-run";

/** Left there for the eye of whoever runs the tests. */
const SCREENSHOTS = join(projectRoot(), "reports", "page");

/** `describe`, where there is a browser; else all of it is skipped, and the reason told with each of the tests. */
export function describeInBrowser(name: string, tests: () => void): void {
  const reason = whyNoBrowser();
  if (reason === false) describe(name, tests);
  else describe.skip(`${name} (${reason})`, tests);
}

export const PASSWORD = "Correct horse 9 Battery!";

interface PageSettings {
  readonly region: string;
  readonly apiUrl: string;
  /** The emulated AWS, all of it. */
  readonly cognitoEndpoint: string;
}

/** All of http-api as a user runs it, and a browser. */
export class PageWorld {
  readonly run: LocalRun;
  private readonly browser: Browser;

  private constructor(run: LocalRun, browser: Browser) {
    this.run = run;
    this.browser = browser;
  }

  static async start(): Promise<PageWorld> {
    const browser = await launchBrowser();
    try {
      return new PageWorld(await LocalRun.start("http-api", "--speed", "20"), browser);
    } catch (error) {
      await browser.close();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.run.stop();
  }

  /** What the page was told. */
  async settings(): Promise<PageSettings> {
    return (await (await fetch(`${this.run.url("page")}settings.json`)).json()) as PageSettings;
  }

  /** Opens the page in a session of its own. */
  async visit(): Promise<PageVisit> {
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 900 } });
    context.setDefaultTimeout(20_000);
    const visit = new PageVisit(await context.newPage(), this.run);
    await visit.page.goto(this.run.url("page"));
    return visit;
  }
}

/** The page in a browser, and all that it sends and complains of. */
export class PageVisit {
  readonly page: Page;
  /** Errors and warnings of the console, violations of the content security policy among them. */
  readonly complaints: string[] = [];
  /** Answers with an error, such as "401 PUT /petstore/pets/cat" or "400 SignUp". */
  readonly refusals: string[] = [];
  readonly requests: Request[] = [];
  private readonly run: LocalRun;
  private codes = 0;

  constructor(page: Page, run: LocalRun) {
    this.page = page;
    this.run = run;
    page.on("request", (request) => this.requests.push(request));
    page.on("requestfailed", (request) => this.complaints.push(`no answer to ${nameOf(request)}`));
    page.on("response", (response) => {
      if (response.status() >= 400)
        this.refusals.push(`${response.status()} ${nameOf(response.request())}`);
    });
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    page.on("console", (message) => {
      if (!["error", "warning"].includes(message.type())) return;
      // Chromium's line for an answer with an error, which is in `refusals`; Amplify's for a Cognito on this machine.
      if (/responded with a status of [45]\d\d|custom Amazon .* endpoint/.test(message.text()))
        return;
      this.complaints.push(message.text());
    });
  }

  /** Calls of Cognito, by their names. */
  get cognitoCalls(): readonly string[] {
    return this.requests.flatMap((request) => actionOf(request) ?? []);
  }

  async signUp(email: string): Promise<void> {
    await createAccount(this.page, email, PASSWORD);
    await this.confirm(await this.nextCode(email));
    await see(this.page, "Your e-mail is confirmed. You can sign in now.");
  }

  async signIn(email: string, password = PASSWORD): Promise<void> {
    await signIn(this.page, email, password);
    await see(this.page, `Signed in as ${email}`);
  }

  async confirm(code: string): Promise<void> {
    await accountField(this.page, "Code from the e-mail").fill(code);
    await this.click("Confirm");
  }

  click(button: string): Promise<void> {
    return this.page.getByRole("button", { name: button, exact: true }).click();
  }

  /** The code that the run tells in place of an e-mail, and that it has not told before. */
  async nextCode(email: string): Promise<string> {
    const told = () => [
      ...this.run.output.matchAll(new RegExp(`${email} this confirmation code: (\\d{6})`, "g")),
    ];
    await this.run.until(() => told().length > this.codes);
    return told()[this.codes++]![1]!;
  }

  /** What the page shows of the last answer. */
  async answer(): Promise<{ status: string; body: unknown; explanation: string }> {
    const text = (selector: string) => this.page.locator(selector).innerText();
    const body = await text("#answer-body");
    const [status, explanation] = [await text("#answer-status"), await text("#answer-explanation")];
    return { status, body: body === "" ? undefined : JSON.parse(body), explanation };
  }

  async accessToken(): Promise<string> {
    const kept = await this.page.evaluate<Record<string, string>>("({ ...sessionStorage })");
    return Object.entries(kept).find(([key]) => key.endsWith(".accessToken"))?.[1] ?? "";
  }

  async screenshot(name: string): Promise<void> {
    mkdirSync(SCREENSHOTS, { recursive: true });
    await this.page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
  }
}

/** @returns the name of a call of Cognito */
function actionOf(request: Request): string | undefined {
  return request.headers()["x-amz-target"]?.split(".")[1];
}

function nameOf(request: Request): string {
  return actionOf(request) ?? `${request.method()} ${new URL(request.url()).pathname}`;
}
