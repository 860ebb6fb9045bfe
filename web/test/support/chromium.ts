import { spawnSync } from "node:child_process";
import { chromium, type Browser } from "playwright-core";

/** Chromium as Debian and Ubuntu install it, or by the name of Google's own. */
const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const executable =
  process.env.CHROMIUM ??
  names
    .map((name) => spawnSync("which", [name], { encoding: "utf8" }).stdout.trim())
    .find((path) => path !== "");

/** @returns the reason why no browser can be run here, or false; where CI is set, tests fail instead */
export function whyNoBrowser(): string | false {
  if (executable !== undefined || process.env.CI !== undefined) return false;
  return "there is no chromium on the PATH. Install it, or set CHROMIUM to its path";
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: executable ?? "chromium",
    // Root, as in a container, has no sandbox of Chromium's.
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
}
