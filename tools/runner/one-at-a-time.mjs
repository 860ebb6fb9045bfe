// @ts-check
/**
 * Lets one process at a time run an action. Only uses Node.js itself, because it guards the installation of everything
 * else.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

const LOOK_EVERY_MS = 200;

/** A lock without an owner is either just being taken, or was left by a crash. */
const NAMELESS_FOR_MS = 5000;

/**
 * Takes the lock (a folder, because creating one is atomic on all platforms), waits for the current owner if there is
 * one, and releases it afterwards. Takes over a lock whose owner has ended.
 *
 * @param {string} lock path of the folder
 * @param {string} what for the message to the waiting user
 * @param {() => Promise<void>} action
 */
export async function oneAtATime(lock, what, action) {
  let isTold = false;
  while (!take(lock)) {
    if (!isTold) console.error(`Another process is installing ${what}: waiting for it ...`);
    isTold = true;
    if (isStale(lock)) breakLock(lock);
    else await setTimeout(LOOK_EVERY_MS);
  }
  const release = () => {
    rmSync(lock, { recursive: true, force: true });
  };
  // The action may end the process.
  process.once("exit", release);
  try {
    await action();
  } finally {
    process.off("exit", release);
    release();
  }
}

/** @param {string} lock */
function take(lock) {
  try {
    mkdirSync(lock);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  }
  writeFileSync(join(lock, "owner"), String(process.pid));
  return true;
}

/** @param {string} lock */
function isStale(lock) {
  try {
    const owner = readFileSync(join(lock, "owner"), "utf8");
    if (owner !== "") return !isAlive(Number(owner));
    return Date.now() - statSync(lock).mtimeMs > NAMELESS_FOR_MS;
  } catch {
    const taken = statSync(lock, { throwIfNoEntry: false });
    return taken !== undefined && Date.now() - taken.mtimeMs > NAMELESS_FOR_MS;
  }
}

/**
 * If several processes wait, one renames the stale lock away. The others find it missing or taken again.
 *
 * @param {string} lock
 */
function breakLock(lock) {
  const stale = `${lock}-stale-${process.pid}`;
  try {
    renameSync(lock, stale);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return;
    throw error;
  }
  // Another process may already have broken the lock and taken it again.
  if (isStale(stale)) rmSync(stale, { recursive: true, force: true });
  else renameSync(stale, lock);
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: the process exists and belongs to another user.
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}
