import { defineConfig, type Plugin } from "vite";

/**
 * The page's own content security policy, for hosts that send none. A host's header holds beside it, and both must allow
 * what the page does: the header names the API and Cognito, which this one cannot know before settings.json is read; and
 * only a header can say frame-ancestors.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  // Loopback is where the API and Cognito are when the system runs on one machine.
  "connect-src 'self' https: http://127.0.0.1:* http://localhost:*",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
];

export default defineConfig({
  // Relative, so that the page may be hosted below any path.
  base: "./",
  plugins: [policyTag()],
  build: {
    target: "es2022",
    // Both would be inline or data: URLs, which the policy forbids.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});

/** Not in the development server, which itself injects inline styles. */
function policyTag(): Plugin {
  return {
    name: "policy-tag",
    apply: "build",
    transformIndexHtml: () => [
      {
        tag: "meta",
        attrs: { "http-equiv": "Content-Security-Policy", content: policy.join("; ") },
        injectTo: "head-prepend",
      },
    ],
  };
}
