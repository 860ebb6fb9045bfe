import { spawnSync } from "node:child_process";
import { chromium, type Browser } from "playwright-core";

/** The names of Chromium on Debian and Ubuntu, and of Google Chrome. */
const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const executable =
  process.env.CHROMIUM ??
  names
    .map((name) => spawnSync("which", [name], { encoding: "utf8" }).stdout.trim())
    .find((path) => path !== "");

/** @returns the reason why no browser can run here, or false. With CI set, tests fail instead. */
export function whyNoBrowser(): string | false {
  if (executable !== undefined || process.env.CI !== undefined) return false;
  return "there is no chromium on the PATH. Install it, or set CHROMIUM to its path";
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: executable ?? "chromium",
    // Chromium's sandbox does not work as root, for example in a container.
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
}
