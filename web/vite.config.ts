import { defineConfig, type Plugin } from "vite";

/**
 * The page's own content security policy, for hosts that send none. If a host sends a header, both policies apply. The
 * header can name the API and Cognito, which are unknown here before settings.json is read, and only a header can set
 * frame-ancestors.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  // The API and Cognito use loopback when the system runs on one machine.
  "connect-src 'self' https: http://127.0.0.1:* http://localhost:*",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
];

export default defineConfig({
  // Relative, so that the page can be hosted at any path.
  base: "./",
  plugins: [policyTag()],
  build: {
    target: "es2022",
    // Both would create inline or data: URLs, which the policy forbids.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});

/** Not in the development server, which injects inline styles. */
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
