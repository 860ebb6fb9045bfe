// @ts-check
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { defineConfig } from "vitepress";
import { sidebar } from "./sidebar.mjs";

/** The folder of the pages, a copy that `npm run docs` makes: pages keep the paths that they have in the repository. */
const root = dirname(import.meta.dirname);

/** @type {import("vitepress").UserConfig["markdown"]} */
const markdown = {
  config(md) {
    const { fence, link_open: linkOpen } = md.renderer.rules;
    md.renderer.rules.fence = (tokens, index, ...rest) => {
      const token = tokens[index];
      return token?.info === "mermaid"
        ? `<pre class="mermaid" v-pre>${md.utils.escapeHtml(token.content)}</pre>`
        : (fence?.(tokens, index, ...rest) ?? "");
    };
    // A link to a folder leads to its README, as it does in the repository. Source files are not on the site: their names
    // stay, without a link.
    md.renderer.rules.link_open = (tokens, index, options, env, self) => {
      const token = tokens[index];
      const target = String(token?.attrGet("href"));
      if (!/^(https?:|mailto:|#)/.test(target)) {
        const page = pageBehind(dirname(String(env.path)), target.replace(/#.*/, ""));
        if (page === undefined) return "<a>";
        token?.attrSet("href", page + (/#.*/.exec(target)?.[0] ?? ""));
      }
      return linkOpen?.(tokens, index, options, env, self) ?? "";
    };
  },
};

/**
 * @param {string} folder where the link is
 * @param {string} target
 * @returns {string | undefined} the target from there, if it is on the site
 */
function pageBehind(folder, target) {
  const stats = statSync(join(folder, target), { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  if (stats.isFile()) return target;
  const readme = `${target.replace(/\/$/, "")}/README.md`;
  return existsSync(join(folder, readme)) ? readme : undefined;
}

export default defineConfig({
  title: "http-scale-out",
  description: "Scale out an HTTP service in a container on AWS",
  outDir: "dist",
  cleanUrls: true,
  rewrites: { "README.md": "index.md" },
  markdown,
  themeConfig: {
    search: { provider: "local" },
    sidebar,
    outline: [2, 3],
    nav: [{ text: "All pages", link: "/docs/" }],
  },
  srcExclude: ["node_modules/**", "dist/**"],
  vite: { publicDir: false, root },
});
