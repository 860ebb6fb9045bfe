import { readFileSync } from "node:fs";
import { join } from "node:path";
import { escaped } from "./escaped";
import { PAGE_STYLE } from "./page-style";

/**
 * A report as a self-contained HTML document: it opens without a server and without a network. Light and dark mode follow
 * the reader's system.
 *
 * @param styles.before CSS in front of the style that all reports share
 * @param styles.after CSS that adds to it
 */
export function htmlDocument(
  title: string,
  body: string,
  { before = "", after = "" }: { readonly before?: string; readonly after?: string } = {},
): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>${before}${PAGE_STYLE}${after}</style>
</head>
<body>
${body}
</body>
</html>
`;
}

/** The key figures, each with its name and a remark. */
export function figureCards(
  cards: readonly (readonly [name: string, figure: string, remark: string])[],
): string {
  const html = cards.map(
    ([name, figure, remark]) =>
      `<div class="card"><span>${escaped(name)}</span><strong>${escaped(figure)}</strong><small>${escaped(remark)}</small></div>`,
  );
  return `<section aria-label="Figures" class="cards">\n${html.join("\n")}\n</section>`;
}

/**
 * uPlot, the data of a page, and the script that draws charts of it.
 *
 * @param root folder of the project, where uPlot is installed
 */
export function charts(root: string, data: unknown, script: string) {
  const uplot = join(root, "node_modules", "uplot", "dist");
  const json = JSON.stringify(data).replaceAll("<", "\\u003c");
  return {
    style: readFileSync(join(uplot, "uPlot.min.css"), "utf8"),
    scripts: [
      `<script id="data" type="application/json">${json}</script>`,
      `<script>${readFileSync(join(uplot, "uPlot.iife.min.js"), "utf8")}</script>`,
      `<script>${script}</script>`,
    ].join("\n"),
  };
}
