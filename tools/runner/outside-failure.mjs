// @ts-check
/** Describes failures outside this project (disk, permissions, network, ports) in one message instead of a stack trace. */

/** @type {Record<string, (error: NodeJS.ErrnoException, what: string) => string>} */
const MESSAGES = {
  ENOSPC: (_, what) => `The disk is full${what}. Free some space, then run the command again.`,
  EDQUOT: (_, what) =>
    `Your disk quota is used up${what}. Free some space, then run the command again.`,
  EACCES: notPermitted,
  EPERM: notPermitted,
  EROFS: (_, what) =>
    `The file system is read-only${what}. Copy the project to a folder that you can write to.`,
  ENOENT: (_, what) => `A file or folder does not exist${what}. Check the path.`,
  ENOTDIR: (_, what) => `A file exists where a folder is expected${what}. Check the path.`,
  EISDIR: (_, what) => `A folder exists where a file is expected${what}. Check the path.`,
  EMFILE: tooManyFiles,
  ENFILE: tooManyFiles,
  EADDRINUSE: (error) =>
    `Port ${/** @type {{ port?: number }} */ (error).port ?? ""} is in use. End the program that listens on it, or choose another port.`,
  ENOTFOUND: unreachable,
  EAI_AGAIN: unreachable,
  ECONNREFUSED: unreachable,
  ECONNRESET: unreachable,
  ETIMEDOUT: unreachable,
  ENETUNREACH: unreachable,
  EHOSTUNREACH: unreachable,
  UND_ERR_CONNECT_TIMEOUT: unreachable,
};

/** @param {NodeJS.ErrnoException} _ @param {string} what */
function notPermitted(_, what) {
  return `Permission denied${what}. Make yourself the owner of the project's folder, or copy it to one that you can write to.`;
}

/** @param {NodeJS.ErrnoException} _ @param {string} what */
function tooManyFiles(_, what) {
  return `Too many files are open${what}. Raise the limit (\`ulimit -n 4096\`), then run the command again.`;
}

/** @param {NodeJS.ErrnoException} error */
function unreachable(error) {
  const { hostname, address, port } =
    /** @type {{ hostname?: string, address?: string, port?: number }} */ (error);
  const host = hostname ?? (address && port ? `${address}:${port}` : address);
  return `${host ?? "A server"} cannot be reached (${error.code ?? ""}). Check the network and its proxy settings, then run the command again.`;
}

/**
 * @param {unknown} error
 * @returns {string | undefined} the message, or undefined if the program itself caused the error
 */
export function outsideFailure(error) {
  // `fetch failed` has its reason as its cause.
  for (let each = error; each instanceof Error; each = each.cause) {
    const system = /** @type {NodeJS.ErrnoException} */ (each);
    if (each.name === "UserError") return each.message;
    if (system.code === "ENOENT" && system.syscall?.startsWith("spawn")) {
      return `There is no \`${system.path ?? ""}\` on the PATH. Install it, then run the command again.`;
    }
    const message = MESSAGES[system.code ?? ""];
    if (message) return message(system, system.path ? ` (${system.path})` : "");
  }
  return undefined;
}

/** Makes the process exit with such a message and exit code 1 if nothing else catches the error. */
export function tellOutsideFailures() {
  process.on("uncaughtExceptionMonitor", (error) => {
    const message = outsideFailure(error);
    if (message === undefined) return;
    console.error(message);
    process.exit(1);
  });
  tellLostOutput();
}

/**
 * `console.log` ignores write errors, so `npm run synth > file` on a full disk would exit with 0 and half a file. The
 * work continues, because stopping midway could do harm. A reader that has closed the pipe, such as `head`, has seen
 * what it wanted.
 */
function tellLostOutput() {
  let told = false;
  process.stdout.on("error", (/** @type {NodeJS.ErrnoException} */ error) => {
    if (error.code === "EPIPE" || told) return;
    told = true;
    console.error(outsideFailure(error) ?? `The output cannot be written: ${error.message}`);
    process.once("exit", (code) => {
      if (code === 0) process.exitCode = 1;
    });
  });
}
