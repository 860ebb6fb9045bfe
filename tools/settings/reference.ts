import { relative } from "node:path";
import ts from "typescript";

/** One setting: its path, type and doc comment. */
export interface Setting {
  readonly path: string;
  readonly type: string;
  readonly default: string;
  readonly description: string;
  /** Addresses of AWS's pages about it. */
  readonly pages: readonly string[];
  readonly isOptional: boolean;
}

const SYSTEM = /^systems\.([^.[]+)/;

/** Where a system's page is. */
export function systemPage(system: string): string {
  return `docs/reference/systems/${system}.md`;
}

/**
 * Every setting, from the types and doc comments of the schema: the whole page of the environment's settings, and a table for
 * the page of each system.
 */
export function settingsReference(settings: readonly Setting[]): {
  readonly environment: string;
  readonly systems: Readonly<Record<string, string>>;
} {
  const systems = [
    ...new Set(settings.flatMap(({ path }) => SYSTEM.exec(path)?.slice(1, 2) ?? [])),
  ];
  const environment = [
    "# Settings of every environment",
    "",
    "Fields of a file in `environments/`. `npm run settings` writes this page from the schema in `settings/`. You can leave out a",
    "setting that has a default. `<name>` stands for a name of your choice. If a setting takes one of several forms, `kind`",
    "selects the form, which is shown in brackets.",
    "",
    `Settings of the systems are on their pages: ${systems.map((name) => `[${name}](systems/${name}.md)`).join(", ")}.`,
    "",
    table(settings.filter(({ path }) => !path.startsWith("systems."))),
    "",
  ].join("\n");
  const tables = systems.map((name) => {
    const prefix = new RegExp(`^systems\\.${name}\\.?`);
    const own = settings.filter(({ path }) => SYSTEM.exec(path)?.[1] === name);
    return [name, table(own.map((one) => ({ ...one, path: one.path.replace(prefix, "") })))];
  });
  return { environment, systems: Object.fromEntries(tables) as Record<string, string> };
}

/** The page of a system with its table of settings replaced. */
export function withSettings(page: string, system: string, settings: string): string {
  const [start, end] = [`<!-- settings: ${system} -->`, "<!-- end of settings -->"];
  const [before, rest] = page.split(start);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) {
    throw new Error(`${systemPage(system)} has no ${start} ... ${end}`);
  }
  return `${before}${start}\n\n${settings}\n\n${end}${after}`;
}

function table(settings: readonly Setting[]): string {
  const rows = settings
    .filter(({ path }) => path !== "")
    .map(({ path, type, default: value, description, pages }) =>
      [`\`${path}\``, type && `\`${type}\``, inWords(value), `${description}${linksTo(pages)}`]
        .map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " "))
        .join(" | "),
    );
  return [
    "| Setting | Type | Default | Description |",
    "| --- | --- | --- | --- |",
    ...rows.map((row) => `| ${row} |`),
  ].join("\n");
}

function linksTo(pages: readonly string[]): string {
  return pages.map((page) => ` ([AWS](${page}))`).join("");
}

/** A default is a literal, which is code, or a sentence, which is not. */
function inWords(value: string): string {
  const isCode = /^"[^"`]*"$|^[^ `]+$/.test(value);
  return isCode ? `\`${value}\`` : value;
}

/**
 * The settings by their paths, such as `network[own].nat` and `tags.<name>`. Reads source text: types and doc comments are
 * nowhere else.
 *
 * @param root the project's folder
 */
export function readSettings(root: string, onStep: () => void = () => undefined): Setting[] {
  const file = `${root}/settings/environment.ts`;
  const read = ts.readConfigFile(`${root}/tsconfig.json`, (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(read.config, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const program = ts.createProgram([file], options, {
    ...host,
    getSourceFile: (...given) => {
      onStep();
      return host.getSourceFile(...given);
    },
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const alias = source?.statements
    .filter((statement) => ts.isTypeAliasDeclaration(statement))
    .find(({ name }) => name.text === "EnvironmentSettings");
  if (alias === undefined) {
    throw new Error(`${relative(root, file)} has no type EnvironmentSettings.`);
  }
  const found: Setting[] = [];
  walk({ checker, onStep }, checker.getTypeAtLocation(alias), "", found);
  return found;
}

interface Walker {
  readonly checker: ts.TypeChecker;
  readonly onStep: () => void;
}

/** Lists the settings within a type, depth first. */
function walk(walker: Walker, type: ts.Type, path: string, found: Setting[]): void {
  const { checker, onStep } = walker;
  for (const form of formsOf(type)) {
    const kind = kindOf(checker, form);
    const at = kind === undefined ? path : `${path}[${kind}]`;
    const dictionary = form.getStringIndexType();
    if (dictionary !== undefined) walk(walker, dictionary, `${at}.<name>`, found);
    for (const property of form.getProperties()) {
      if (property.name === "kind") continue;
      onStep();
      const name = at === "" ? property.name : `${at}.${property.name}`;
      const value = checker.getNonNullableType(checker.getTypeOfSymbol(property));
      found.push({
        path: name,
        type: isNested(value) ? "" : checker.typeToString(value, undefined, NO_TRUNCATION),
        default: defaultOf(checker, property),
        description: ts.displayPartsToString(property.getDocumentationComment(checker)),
        pages: pagesOf(checker, property),
        isOptional: (property.flags & ts.SymbolFlags.Optional) !== 0,
      });
      if (isNested(value)) walk(walker, value, name, found);
    }
  }
}

const NO_TRUNCATION = ts.TypeFormatFlags.NoTruncation;

/** The object types among the members of a union; an array's elements for an array of objects. */
function formsOf(type: ts.Type): ts.Type[] {
  const members = type.isUnion() ? type.types : [type];
  return members.filter((member) => isObject(member));
}

function isNested(type: ts.Type): boolean {
  return formsOf(type).length > 0;
}

function isObject(type: ts.Type): boolean {
  const composite = ts.TypeFlags.Object | ts.TypeFlags.Intersection;
  return (type.flags & composite) !== 0 && !isListed(type);
}

/** A read-only array is an object of an interface of the library. */
function isListed(type: ts.Type): boolean {
  return /^(ReadonlyArray|Array|Date)$/.test(type.getSymbol()?.name ?? "");
}

function kindOf(checker: ts.TypeChecker, form: ts.Type): string | undefined {
  const kind = form.getProperty("kind");
  if (kind === undefined) return undefined;
  const type = checker.getNonNullableType(checker.getTypeOfSymbol(kind));
  const kinds = type.isUnion() ? type.types : [type];
  return kinds
    .filter((one) => one.isStringLiteral())
    .map(({ value }) => value)
    .join(" or ");
}

/** TypeScript splits an address after its scheme. */
function pagesOf(checker: ts.TypeChecker, property: ts.Symbol): readonly string[] {
  return property
    .getJsDocTags(checker)
    .filter(({ name }) => name === "see")
    .map(({ text }) => ts.displayPartsToString(text).trim().split(/\s/)[0] ?? "");
}

/** What the doc comment gives as the default, or the literal that the schema has. */
function defaultOf(checker: ts.TypeChecker, property: ts.Symbol): string {
  const tag = property.getJsDocTags(checker).find(({ name }) => name === "default");
  if (tag !== undefined) return ts.displayPartsToString(tag.text).trim();
  const declaration = property.valueDeclaration;
  if (declaration === undefined || !ts.isPropertyAssignment(declaration)) return "";
  const call = declaration.initializer;
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return "";
  const [argument] = call.arguments;
  if (call.expression.name.text !== "default" || argument === undefined) return "";
  const isLiteral =
    ts.isLiteralExpression(argument) ||
    argument.kind === ts.SyntaxKind.TrueKeyword ||
    argument.kind === ts.SyntaxKind.FalseKeyword ||
    (ts.isArrayLiteralExpression(argument) && argument.elements.length === 0);
  return isLiteral ? argument.getText() : "";
}
