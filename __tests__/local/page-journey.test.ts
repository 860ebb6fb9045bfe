import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { projectRoot } from "../../tools/rehearse/project-root";
import { LocalRun } from "./local-run";

const PASSWORD = "Correct-horse-1!";
const SCREENSHOTS = join(projectRoot(), "reports", "page");

const executable = chromium();
const journey = executable === undefined ? it.skip : it;
if (executable === undefined)
  console.log(
    "Skipped: there is no chromium on the PATH. Install it, or set CHROMIUM to its path.",
  );

let run: LocalRun;

beforeAll(async () => {
  if (executable !== undefined) run = await LocalRun.start("http-api", "--speed", "20");
});

afterAll(async () => {
  if (executable !== undefined) await run.stop();
});

/** Path of a browser, by CHROMIUM or as Debian, Ubuntu and Google name it. */
function chromium(): string | undefined {
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const found = names.map((name) => spawnSync("which", [name], { encoding: "utf8" }).stdout.trim());
  return process.env.CHROMIUM ?? found.find((path) => path !== "");
}

describe("the page of http-api, in a browser", () => {
  journey(
    "[http-api 25, 34] takes a person from sign-up to a stored item and back out",
    async () => {
      mkdirSync(SCREENSHOTS, { recursive: true });
      // The page's own packages have the driver.
      const driver = createRequire(join(projectRoot(), "web", "package.json"))("playwright-core");
      const browser = await driver.chromium.launch({
        executablePath: executable,
        args: ["--no-sandbox"],
      });
      try {
        const page = await browser.newPage();
        page.setDefaultTimeout(60_000);
        const blocked: string[] = [];
        page.on("requestfailed", (request: any) => blocked.push(request.url()));
        const field = (label: string) =>
          page.locator("#account form:visible").getByLabel(label, { exact: true });
        const click = (name: string) => page.getByRole("button", { name, exact: true }).click();
        const shot = (name: string) =>
          page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
        const send = async (method: "GET read" | "PUT store", item?: string): Promise<string> => {
          await page.getByLabel("Food store").check();
          await page.getByLabel(method).check();
          await page.getByLabel("Id (").fill("apple");
          if (item !== undefined) await page.getByLabel("Item, a JSON object").fill(item);
          const entries = page.getByRole("list").getByRole("button");
          const before = (await entries.count()) as number;
          await click(item === undefined ? "Read the item" : "Store the item");
          await entries.nth(before).waitFor();
          return ((await entries.nth(0).innerText()) as string).split("\n")[0]!;
        };
        const email = `${randomUUID()}@example.com`;

        await page.goto(run.url("page"));
        await click("Create an account");
        await field("E-mail").fill(email);
        await field("Password").fill(PASSWORD);
        await click("Create the account");
        const line = new RegExp(`${email} this confirmation code: (\\d{6})`);
        await run.until(() => line.test(run.output));
        await field("Code from the e-mail").fill(line.exec(run.output)![1]);
        await click("Confirm");
        await page.getByText("Your e-mail is confirmed").waitFor();
        await shot("confirmed");

        expect(await send("PUT store", '{"colour":"red"}')).toBe("401");
        await field("E-mail").fill(email);
        await field("Password").fill(PASSWORD);
        await click("Sign in");
        await page.getByText("Signed in as").waitFor();
        expect(await send("PUT store", '{"colour":"red"}')).toBe("200");
        expect(await send("GET read")).toBe("200");
        await shot("stored");

        await click("Sign out");
        await page.getByText("You are signed out").waitFor();
        expect(await send("GET read")).toBe("200");
        expect(await send("PUT store", '{"colour":"green"}')).toBe("401");
        await shot("signed-out");
        expect(blocked).toEqual([]);

        const stored = await fetch(`${run.url("stage $default")}/foodstore/foods/apple`);
        expect(await stored.json()).toEqual({ colour: "red", foodId: "apple" });
      } finally {
        await browser.close();
      }
    },
  );
});
