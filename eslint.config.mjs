// @ts-check
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import { importX } from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

/**
 * Who may import whom (see docs/design.md). `target` may not import from `from`, but for `except`.
 * @param {string} target
 * @param {string} message
 * @param {string[]} except
 */
const zone = (target, message, except) => ({ target, from: ".", except, message });

const houseRules = [
  zone("./environments", "environments hold settings: they import nothing but their own folder and npm packages", ["./environments", "./node_modules"]),
  zone("./modules", "modules import other modules and npm packages only", ["./modules", "./node_modules"]),
  zone("./stacks", "stacks import modules and the types of environments/environment.ts", [
    "./stacks",
    "./modules",
    "./environments/environment.ts",
    "./node_modules",
  ]),
  zone("./tools", "tools read cdktf.out; they never import a stack, a module or an environment", ["./tools", "./node_modules"]),
];

const providerBarrels = {
  group: ["@cdktf/provider-*", "!@cdktf/provider-*/lib/*"],
  message: "The barrel of a provider takes 13 s to load: import @cdktf/provider-<name>/lib/<one-resource>.",
};

export default tseslint.config(
  {
    ignores: ["node_modules", ".build", "cdktf.out", "**/dist", "**/node_modules", "services/*/dist", "bench/aws-cdk", "coverage", "reports", "**/.venv"],
  },
  {
    files: ["**/*.ts"],
    ignores: ["services/**", "web/**"],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    plugins: { "import-x": importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    settings: { "import-x/resolver-next": [createTypeScriptImportResolver()] },
    rules: {
      "import-x/no-restricted-paths": ["error", { zones: houseRules, basePath: import.meta.dirname }],
      "import-x/no-cycle": "error",
      "no-restricted-imports": ["error", { patterns: [providerBarrels] }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      // A construct registers itself in its scope: creating one and keeping no name for it is the normal case.
      "no-new": "off",
      "@typescript-eslint/no-extraneous-class": "off",
    },
  },
);
