// @ts-check
/** Runs `npm ci` or `npm install`, shows progress, and reports a failure in one message. */
import { spawn } from "node:child_process";

/** Time of the first progress line, and the interval of later ones if the output is not a terminal. */
const FIRST_SECONDS = 2;
const TELL_EVERY_SECONDS = 15;

const AGAIN = "then run the command again.";

/** @type {[RegExp, (code: string, registry: string) => string][]} */
const REASONS = [
  [
    /^(ENOTFOUND|EAI_AGAIN|ECONN\w+|E?TIMEDOUT|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ENETUNREACH|EHOSTUNREACH|FETCH_ERROR|E5\d\d)$/,
    (code, registry) =>
      `npm cannot reach ${registry} (${code}). Check the network; behind a proxy, set \`npm config set https-proxy <address>\`; ${AGAIN}`,
  ],
  [
    /CERT|SIGNATURE|SSL|ERR_TLS/,
    (code, registry) =>
      `npm does not trust the certificate of ${registry} (${code}). Set the certificate of your company's proxy (\`npm config set cafile <file>\`), ${AGAIN}`,
  ],
  [
    /^E(401|403|404|NEEDAUTH|TARGET)$/,
    (code, registry) =>
      `${registry} refuses a package (${code}). Check \`npm config get registry\` and the sign-in of your own registry, ${AGAIN}`,
  ],
  [/^ENOSPC|EDQUOT$/, () => `The disk is full. Free some space, ${AGAIN}`],
  [
    /^(EACCES|EPERM|EROFS)$/,
    (code) =>
      `npm may not write here or into its cache (${code}). Make yourself the owner of the project's folder and of \`npm config get cache\`, ${AGAIN}`,
  ],
  [
    /^EINTEGRITY$/,
    () =>
      `A package does not match its checksum in package-lock.json. Run \`npm cache clean --force\`, ${AGAIN}`,
  ],
  [
    /^EUSAGE$/,
    () => `package.json and package-lock.json do not agree. Run \`npm install\`, ${AGAIN}`,
  ],
];

/**
 * `npm ci`, or `npm install` to update the lock from package.json.
 *
 * No package here needs its installation script: packages with binaries include them for each platform. So no script
 * runs, and none can fail because Python or a compiler is missing.
 *
 * @param {string} folder
 * @param {string} what for the messages
 * @param {"ci" | "install"} [verb]
 * @returns {Promise<string | undefined>} what went wrong
 */
export async function npmInstall(folder, what, verb = "ci") {
  const started = performance.now();
  const seconds = () => `${Math.round((performance.now() - started) / 1000)} s`;
  console.error(`Installing ${what} (npm ${verb}; up to a minute or two) ...`);
  const endProgress = showProgress(seconds);
  const { status, errors, missing } = await npm(folder, verb);
  endProgress();
  if (missing) {
    return "There is no `npm` on the PATH. It comes with Node.js: install that from https://nodejs.org.";
  }
  if (status !== 0) return `npm ${verb} failed in ${folder}.\n${reasonOf(errors)}`;
  console.error(`Installed in ${seconds()}.`);
  return undefined;
}

/**
 * @param {string} folder
 * @param {string} verb
 * @returns {Promise<{ status: number | null, errors: string, missing: boolean }>}
 */
function npm(folder, verb) {
  const onWindows = process.platform === "win32";
  const child = spawn(
    onWindows ? "npm.cmd" : "npm",
    [verb, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
    // Standard output belongs to the program that runs next.
    { cwd: folder, stdio: ["ignore", "ignore", "pipe"], shell: onWindows },
  );
  const end = () => {
    child.kill();
    process.exit(143);
  };
  process.once("SIGTERM", end);
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (errors += text));
  return new Promise((resolve) => {
    /** @param {number | null} status @param {boolean} missing */
    const done = (status, missing) => {
      process.off("SIGTERM", end);
      resolve({ status, errors, missing });
    };
    child.once("error", () => {
      done(null, true);
    });
    child.once("close", (status) => {
      done(status, false);
    });
  });
}

/**
 * @param {() => string} seconds
 * @returns {() => void} ends the display
 */
function showProgress(seconds) {
  const { stderr } = process;
  const tell = () => {
    if (stderr.isTTY) stderr.write(`\r  installing ... ${seconds()} `);
    else console.error(`  installing ... ${seconds()}`);
  };
  const first = setTimeout(tell, FIRST_SECONDS * 1000);
  const timer = setInterval(tell, stderr.isTTY ? 1000 : TELL_EVERY_SECONDS * 1000);
  return () => {
    clearTimeout(first);
    clearInterval(timer);
    if (stderr.isTTY) stderr.write("\r\u001b[2K");
  };
}

/** @param {string} errors what npm printed */
function reasonOf(errors) {
  const code = /npm (?:error|ERR!) code (\S+)/.exec(errors)?.[1];
  const reason = code && REASONS.find(([pattern]) => pattern.test(code))?.[1];
  if (!code || !reason) return errors.trim();
  const registry = /https?:\/\/[^\s/]+/.exec(errors)?.[0] ?? "its registry";
  const log = /A complete log of this run can be found in:\s*(\S.*)/.exec(errors)?.[1];
  return reason(code, registry) + (log ? ` npm's log: ${log.trim()}` : "");
}
