// @ts-check
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import { importX } from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

/**
 * Who may import whom: files of `target` nothing but what is in `allowed` folders, and npm packages.
 *
 * @param {string} target
 * @param {string} message
 * @param {string[]} allowed
 */
const zone = (target, message, allowed) => ({
  target,
  from: ".",
  except: [...allowed, "./node_modules"],
  message,
});

const services = existsSync("services") ? readdirSync("services") : [];
/** @type {{ workspaces: string[] }} */
const workspace = JSON.parse(readFileSync("services/package.json", "utf8"));
/** Their tests try all programs of the workspace. */
const triesAll = ["test", "test.mjs"];

const zones = [
  zone("./main.ts", "main.ts puts environments and stacks together: it imports nothing else.", [
    "./stacks",
    "./environments",
    "./settings",
  ]),
  zone("./aws", "Facts about AWS are data: they import nothing but each other.", ["./aws"]),
  zone("./environments", "Environments are literals: they import types of the settings only.", [
    "./environments",
    "./settings/environment.ts",
  ]),
  zone("./settings", "Settings import facts about AWS, and nothing else.", ["./settings", "./aws"]),
  zone("./modules", "Modules import other modules and facts about AWS only.", [
    "./modules",
    "./aws",
  ]),
  zone("./stacks", "Stacks import modules, and the types of settings/environment.ts.", [
    "./stacks",
    "./modules",
    "./settings/environment.ts",
  ]),
  zone(
    "./tools/!(init|import|settings)/**",
    "Tools read cdktf.out: they import no stack, no module and no setting.",
    ["./tools", "./aws", "./bench/command-line.ts"],
  ),
  zone(
    "./tools/{init,import,settings}/**",
    "These write settings or tell what they are: they import nothing else.",
    ["./tools", "./aws", "./settings"],
  ),
  ...services
    .filter((service) => !triesAll.includes(service))
    .map((service) =>
      zone(`./services/${service}`, "A service imports nothing from outside its own folder.", [
        ...new Set([
          `./services/${service}`,
          // By its name, as a package of the workspace.
          ...(workspace.workspaces.includes(service) ? ["./services/kit"] : []),
          "./services/node_modules",
        ]),
      ]),
    ),
  zone("./web", "The page imports nothing from outside its own folder.", ["./web"]),
];

const providerBarrel = {
  regex: "^@cdktf/provider-[^/]+(/lib(/index)?)?/?$",
  message:
    "The barrel of a provider takes 13 s to load: import @cdktf/provider-<name>/lib/<one-resource>.",
};

/** Remove it when Node.js 20 and 22 are no longer supported and the issue is closed. */
const droppedTimeouts = {
  object: "AbortSignal",
  property: "any",
  message:
    "AbortSignal.any() drops an AbortSignal.timeout() that nothing else refers to (nodejs/node 57736): use a deadline.",
};

const pluginOfImports = {
  plugins: { "import-x": importX },
  settings: {
    // Without these two, the plugin takes TypeScript files for foreign ones and finds no cycle in them.
    "import-x/extensions": [".ts"],
    "import-x/parsers": { "@typescript-eslint/parser": [".ts"] },
    "import-x/resolver-next": [createTypeScriptImportResolver()],
  },
};

export default tseslint.config(
  {
    ignores: [
      "**/node_modules",
      "**/dist",
      "**/.venv",
      ".build",
      "cdktf.out",
      "coverage",
      "reports",
      "bench/aws-cdk",
    ],
  },
  {
    files: ["**/*.ts"],
    ...pluginOfImports,
    languageOptions: { parser: tseslint.parser },
    rules: {
      "import-x/no-restricted-paths": ["error", { zones, basePath: import.meta.dirname }],
      "import-x/no-cycle": ["error", { ignoreExternal: true }],
      "@typescript-eslint/no-restricted-imports": ["error", { patterns: [providerBarrel] }],
      "no-restricted-properties": ["error", droppedTimeouts],
    },
  },
  {
    files: ["**/*.ts"],
    ignores: ["services/**", "web/**"],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      // Keys of JSON and of the environment are data: brackets tell them from fields of our own.
      "@typescript-eslint/dot-notation": ["error", { allowIndexSignaturePropertyAccess: true }],
      // A construct registers itself in its scope: creating one and keeping no name for it is the normal case.
      "no-new": "off",
      "@typescript-eslint/no-extraneous-class": "off",
    },
  },
  {
    files: ["services/**/*.ts", "web/**/*.ts"],
    extends: [...tseslint.configs.strict, ...tseslint.configs.stylistic],
  },
  {
    files: ["stacks/**/*.ts", "environments/**/*.ts"],
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          patterns: [
            providerBarrel,
            {
              regex: "settings/environment$",
              allowTypeImports: true,
              message: "Import the types of settings/environment.ts only.",
            },
          ],
        },
      ],
    },
  },
  {
    files: ["**/index.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        { selector: "Program", message: "No barrels: name the file after what is in it." },
      ],
    },
  },
  {
    files: ["__tests__/**/*.ts"],
    rules: {
      // A test fails as well by a TypeError at what is not there.
      "@typescript-eslint/no-non-null-assertion": "off",
      // Tests look into JSON, whose shape it is for Terraform to check.
      "@typescript-eslint/dot-notation": "off",
      "@typescript-eslint/no-explicit-any": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },
);
