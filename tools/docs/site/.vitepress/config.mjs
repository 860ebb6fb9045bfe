// @ts-check
import { existsSync } from "node:fs";
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
    // Source files are in the repository and not on the site: their names stay, without a link.
    md.renderer.rules.link_open = (tokens, index, options, env, self) => {
      const token = tokens[index];
      const target = String(token?.attrGet("href"));
      const file = join(dirname(String(env.path)), target.replace(/#.*/, ""));
      if (/^(https?:|#)/.test(target) || existsSync(file)) {
        return linkOpen?.(tokens, index, options, env, self) ?? "";
      }
      return "<a>";
    };
  },
};

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
