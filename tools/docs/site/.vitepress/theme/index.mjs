// @ts-check
import { onContentUpdated, useData } from "vitepress";
import DefaultTheme from "vitepress/theme";
import { watch } from "vue";
import "./drawings.css";

/** The default theme, which also draws Mermaid diagrams, in the page's colors. */
export default {
  extends: DefaultTheme,
  setup() {
    const { isDark } = useData();
    onContentUpdated(() => draw(isDark.value));
    watch(isDark, draw);
  },
};

/**
 * What each diagram is drawn from: Mermaid puts the drawing in its place.
 *
 * @type {WeakMap<Element, string>}
 */
const sources = new WeakMap();

/** @param {boolean} isDark */
async function draw(isDark) {
  const theme = isDark ? "dark" : "default";
  /** @type {HTMLElement[]} */
  const nodes = [...document.querySelectorAll("pre.mermaid")].filter(
    (node) => node.dataset.theme !== theme,
  );
  if (nodes.length === 0) return;
  for (const node of nodes) {
    sources.set(node, sources.get(node) ?? node.textContent ?? "");
    node.dataset.theme = theme;
  }
  const { default: mermaid } = await import("mermaid");
  for (const node of nodes) {
    node.textContent = sources.get(node) ?? "";
    node.removeAttribute("data-processed");
  }
  mermaid.initialize({ startOnLoad: false, theme });
  await mermaid.run({ nodes });
  for (const node of nodes) keepReadable(node);
}

/** A diagram shrinks to the page's width, but not below this part of its own: its box scrolls then. */
const SMALLEST = 0.75;

/** @param {HTMLElement} node */
function keepReadable(node) {
  const drawing = node.querySelector("svg");
  if (drawing) drawing.style.minWidth = `${SMALLEST * drawing.viewBox.baseVal.width}px`;
}
