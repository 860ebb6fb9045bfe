// @ts-check
/** Checks the Node.js version. Uses old syntax, because old versions must be able to run this file. */

/** As in package.json, "engines". Odd versions in between are not supported by all packages. */
export const SUPPORTED_NODE = "^20.19.0 || >=22.12.0";

/**
 * @param {string} version such as 24.1.0
 * @returns {string | undefined} a message if this version is not supported
 */
export function unsupportedNode(version) {
  const [major, minor] = version.split(".").map(Number);
  const isSupported =
    (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || (major ?? 0) > 22;
  return isSupported
    ? undefined
    : `This project needs Node.js 22 or 24 (${SUPPORTED_NODE}), got ${version}. Install a supported version from https://nodejs.org, or with a version manager.`;
}
