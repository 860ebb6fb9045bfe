// @ts-check
import { readFileSync } from "node:fs";

/**
 * The sidebar: the sections and links of docs/index.md, which a test holds complete.
 *
 * @type {{ text: string, items: { text: string, link: string }[] }[]}
 */
export const sidebar = [{ text: "Start", items: [{ text: "The first ten minutes", link: "/" }] }];

const index = readFileSync(new URL("../docs/index.md", import.meta.url), "utf8");

for (const section of index.split(/^## /m).slice(1)) {
  const [title = ""] = section.split(/[:\n]/);
  const items = [...section.matchAll(/\[([^\]]+)\]\(([^)]+\.md)\)/g)].map(([, text, path]) => ({
    text: text.charAt(0).toUpperCase() + text.slice(1),
    link: new URL(path, "http://site/docs/").pathname.replace(/(\/README)?\.md$/, (_, readme) =>
      readme ? "/README" : "",
    ),
  }));
  sidebar.push({ text: title, items });
}
