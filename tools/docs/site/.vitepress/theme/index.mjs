// @ts-check
import { useRoute } from "vitepress";
import DefaultTheme from "vitepress/theme";
import { nextTick, onMounted, watch } from "vue";

/** The default theme, which also draws Mermaid diagrams. */
export default {
  extends: DefaultTheme,
  setup() {
    const route = useRoute();
    onMounted(draw);
    watch(
      () => route.path,
      () => nextTick(draw),
    );
  },
};

async function draw() {
  /** @type {HTMLElement[]} */
  const nodes = [...document.querySelectorAll("pre.mermaid:not([data-processed])")];
  if (nodes.length === 0) return;
  const { default: mermaid } = await import("mermaid");
  const isDark = document.documentElement.classList.contains("dark");
  mermaid.initialize({ startOnLoad: false, theme: isDark ? "dark" : "default" });
  await mermaid.run({ nodes });
}
