import { readdirSync, readFileSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { extname, join, relative, sep } from "node:path";
import type { Browser, Page } from "playwright-core";
import { runCommand } from "../../tools/process/run-command";
import { projectRoot } from "../../tools/project-root";
import { launchBrowser, whyNoBrowser } from "../../web/test/support/chromium";
import { registryIsReachable } from "./node-versions";

/* The site of `npm run docs`, built and looked at in a browser. */

const DIST = join(projectRoot(), ".build", "docs", "dist");
/** Kept so that you can look at the screenshots. */
const SCREENSHOTS = join(projectRoot(), "reports", "docs");

const SCREENS = {
  "a phone": { width: 390, height: 844 },
  "a desktop": { width: 1280, height: 900 },
} as const;

const noBrowser = whyNoBrowser();
const why = registryIsReachable() ? noBrowser : "npm's registry cannot be reached";
const suite = why === false ? describe : describe.skip;

suite(`the site of the docs${why === false ? "" : ` (skipped: ${why})`}`, () => {
  let server: Server;
  let browser: Browser;
  let address: string;

  beforeAll(async () => {
    const built = await runCommand(
      process.execPath,
      [join("tools", "run.mjs"), join("tools", "docs", "main.ts"), "--build"],
      { cwd: projectRoot(), env: { ...process.env, FORCE_COLOR: undefined } },
    );
    expect(built).toMatchObject({ exitCode: 0 });
    expect(`${built.stdout}${built.stderr}`).not.toContain("\u001b[");
    server = serveFiles(DIST);
    await once(server, "listening");
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  });

  const visit = async (
    screen: keyof typeof SCREENS,
    colorScheme: "light" | "dark",
    look: (page: Page) => Promise<void>,
  ) => {
    const context = await browser.newContext({ viewport: SCREENS[screen], colorScheme });
    try {
      const page = await context.newPage();
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(error.message));
      page.on("response", (response) => {
        if (response.status() >= 400) errors.push(`${response.status()} ${response.url()}`);
      });
      await look(page);
      expect(errors).toEqual([]);
    } finally {
      await context.close();
    }
  };

  describe.each(Object.keys(SCREENS) as (keyof typeof SCREENS)[])("on %s", (screen) => {
    test.each(["light", "dark"] as const)(
      "draws every diagram and picture, within the screen, in %s colors",
      async (colors) => {
        await visit(screen, colors, async (page) => {
          const drawn: string[] = [];
          for (const path of pagesWithDrawings()) {
            await page.goto(`${address}${path}`);
            drawn.push(...(await shownOn(page)).map((shown) => `${path} ${shown}`));
            const file = `${screen.slice(2)}-${colors}${path.replaceAll("/", "-")}.png`;
            await page.screenshot({ path: join(SCREENSHOTS, file), fullPage: true });
          }
          expect(drawn.filter((each) => !each.endsWith("drawn"))).toEqual([]);
          // The diagram of the README and of each system's page, two imports, and a picture.
          expect(drawn.length).toBeGreaterThanOrEqual(9);
        });
      },
    );

    test("draws the diagrams of a page that a link leads to, and again in other colors", async () => {
      await visit(screen, "light", async (page) => {
        await page.goto(`${address}/docs/`);
        await page.locator("main a", { hasText: "worker" }).first().click();
        await page.locator("h1", { hasText: "worker" }).waitFor();
        expect(await shownOn(page)).toEqual(["diagram 1 drawn"]);
        const light = await page.locator("pre.mermaid svg").innerHTML();
        await page.emulateMedia({ colorScheme: "dark" });
        // A drawing is in the page's colors: its own style names them.
        await page.waitForFunction(
          `document.querySelector("pre.mermaid svg")?.innerHTML !== ${JSON.stringify(light)}`,
        );
        expect(await shownOn(page)).toEqual(["diagram 1 drawn"]);
      });
    });

    test("finds a page by its words", async () => {
      await visit(screen, "light", async (page) => {
        await page.goto(`${address}/`);
        await page.locator(".VPNavBarSearch button").click();
        await page.locator(".VPLocalSearchBox input").fill("switch colors");
        const found = page.locator(".VPLocalSearchBox a", { hasText: /blue.green/i });
        await found.first().click();
        await page.locator("h1", { hasText: /blue.green/i }).waitFor();
      });
    });
  });
});

/** Addresses of the pages with a diagram or a picture, as the site has them: without ".html". */
function pagesWithDrawings(): readonly string[] {
  return readdirSync(DIST, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".html"))
    .filter((file) => /<pre class="mermaid"|<img /.test(readFileSync(join(DIST, file), "utf8")))
    .map((file) => `/${file.split(sep).join("/")}`.replace(/(index)?\.html$/, ""))
    .sort();
}

/** Smallest height of a line of text that can be read, in pixels. */
const READABLE = 11;

/** Each diagram and picture of a page with "drawn", or with what is wrong with it after a minute. */
async function shownOn(page: Page): Promise<readonly string[]> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const shown = await page.evaluate<string[]>(LOOK);
    if (shown.every((each) => each.endsWith("drawn")) || Date.now() > deadline) return shown;
    await page.waitForTimeout(100);
  }
}

/** Runs in the page, as text: the types of a browser are none of the project's. Text of a drawing has 16 pixels where it is not shrunk. */
const LOOK = `(() => {
  const isWider = document.documentElement.scrollWidth > window.innerWidth;
  const verdict = (element, isLoaded, natural) => {
    if (!element || !isLoaded) return "is missing";
    const { width, height } = element.getBoundingClientRect();
    if (width < 100 || height < 50) return "has " + width + " x " + height + " pixels";
    const ofText = natural > 0 ? (16 * width) / natural : 0;
    if (ofText < ${READABLE}) return "has text of " + ofText + " pixels";
    return isWider ? "is on a page that is wider than the screen" : "drawn";
  };
  const diagrams = [...document.querySelectorAll("pre.mermaid")].map((place, at) => {
    const drawing = place.querySelector("svg");
    const nodes = place.querySelectorAll("svg .node").length;
    return "diagram " + (at + 1) + " " + verdict(drawing, nodes > 1, drawing?.viewBox.baseVal.width);
  });
  const pictures = [...document.querySelectorAll("main img")].map((picture, at) => {
    const isLoaded = picture.complete && picture.naturalWidth > 0;
    return "picture " + (at + 1) + " " + verdict(picture, isLoaded, picture.naturalWidth);
  });
  return [...diagrams, ...pictures];
})()`;

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};

/** As a web server with clean addresses does. */
function serveFiles(folder: string): Server {
  return createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://site");
    const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
    const file = [path, `${path}.html`]
      .map((each) => join(folder, decodeURIComponent(each)))
      .find((each) => statSync(each, { throwIfNoEntry: false })?.isFile());
    if (file === undefined || relative(folder, file).startsWith("..")) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
    response.end(readFileSync(file));
  }).listen(0, "127.0.0.1");
}
