/* eslint-disable @typescript-eslint/no-unsafe-class-instance-assignment -- ts-morph puts the classes of its nodes together from mixins */
import { basename } from "node:path";
import { Node, type ObjectLiteralExpression, Project, QuoteKind, type SourceFile } from "ts-morph";
import { UserError } from "../../terminal/user-error";
import { type Comments, formatted, isFormatted, keyOf, type Setting, sourceOf } from "./source";

/**
 * Edits an environment's file in place and keeps everything else as it is, including comments.
 *
 * Uses ts-morph, which changes only the text of the edited nodes. magicast 0.5 and recast reprint the surrounding objects
 * with additional blank lines, and recast 0.24 does not run on Node.js 20.
 */
export class EnvironmentEditor {
  private readonly path: string;
  private readonly before: string;
  private readonly file: SourceFile;
  private readonly settings: ObjectLiteralExpression;

  /** @throws UserError for a file whose settings are not an object literal */
  constructor(path: string, source: string) {
    this.path = path;
    this.before = source;
    const project = new Project({
      useInMemoryFileSystem: true,
      skipLoadingLibFiles: true,
      manipulationSettings: { quoteKind: QuoteKind.Double },
    });
    this.file = project.createSourceFile(`/${basename(path)}`, source);
    const exported = this.file.getExportAssignment((each) => !each.isExportEquals());
    const settings = exported && this.literal(exported.getExpression());
    if (settings === undefined) {
      throw new UserError(
        `${path} must have an object literal as its default export, as in \`export default { … } satisfies EnvironmentSettings\`, for this command to edit it. Edit the file yourself.`,
      );
    }
    this.settings = settings;
  }

  has(path: readonly string[]): boolean {
    return this.find(path) !== undefined;
  }

  /** Property names of an object; empty if the object does not exist. */
  namesIn(path: readonly string[]): readonly string[] {
    const object = this.objectAt(path);
    return (object?.getProperties() ?? []).flatMap((property) => {
      const name = nameOf(property);
      return name === undefined ? [] : [name];
    });
  }

  /** A string, number or boolean; undefined for anything else. */
  literalAt(path: readonly string[]): string | number | boolean | undefined {
    const value = this.find(path);
    if (Node.isStringLiteral(value) || Node.isNoSubstitutionTemplateLiteral(value))
      return value.getLiteralText();
    if (Node.isNumericLiteral(value)) return value.getLiteralValue();
    if (Node.isTrueLiteral(value) || Node.isFalseLiteral(value)) return value.getLiteralValue();
    return undefined;
  }

  /**
   * Adds a property at the end of an object. Adds the object, too, if it is missing.
   *
   * @throws UserError if it cannot be added, with the code to add by hand
   */
  add(path: readonly string[], value: Setting, comments: Comments = {}): void {
    const above = path.slice(0, -1);
    const name = path.at(-1) ?? "";
    const parent = this.objectAt(above);
    if (parent === undefined) {
      if (above.length > 0 && !this.has(above)) {
        this.add(above, { [name]: value }, comments);
        return;
      }
      throw new UserError(
        `${this.path}: ${above.join(".")} must be an object literal for this command to edit it. Add this yourself:\n${keyOf(name)}: ${sourceOf(value)},`,
      );
    }
    parent.addPropertyAssignment({
      name: keyOf(name),
      initializer: sourceOf(value, comments),
    });
  }

  /** Sets a top-level property of the settings to a string. A new property is added after the first. */
  setText(path: readonly string[], value: string): void {
    const found = this.find(path);
    if (found !== undefined) found.replaceWithText(JSON.stringify(value));
    else if (path.length > 1) this.add(path, value);
    else {
      this.settings.insertPropertyAssignment(1, {
        name: keyOf(path[0] ?? ""),
        initializer: JSON.stringify(value),
      });
    }
  }

  /** Replaces every string value of a property with this name, at any depth. */
  replaceTexts(name: string, replace: (text: string) => string): readonly string[] {
    const replaced: string[] = [];
    for (const assignment of this.settings.getDescendants().filter(Node.isPropertyAssignment)) {
      const value = assignment.getInitializer();
      if (nameOf(assignment) !== name || !Node.isStringLiteral(value)) continue;
      const text = replace(value.getLiteralText());
      value.setLiteralValue(text);
      replaced.push(text);
    }
    return replaced;
  }

  /** The file's text, formatted with prettier if it was before. */
  async text(): Promise<string> {
    const text = this.file.getFullText();
    return (await isFormatted(this.before)) ? formatted(text) : text;
  }

  private objectAt(path: readonly string[]): ObjectLiteralExpression | undefined {
    const value = this.find(path);
    return value === undefined ? undefined : this.literal(value);
  }

  private find(path: readonly string[]): Node | undefined {
    let value: Node | undefined = this.settings;
    for (const step of path) {
      const object: ObjectLiteralExpression | undefined = value && this.literal(value);
      const property: Node | undefined = object
        ?.getProperties()
        .find((each) => nameOf(each) === step);
      value = Node.isPropertyAssignment(property) ? property.getInitializer() : undefined;
    }
    return value;
  }

  /** The object in `{} satisfies X`, `({})`, or a constant of this file. */
  private literal(value: Node): ObjectLiteralExpression | undefined {
    if (Node.isObjectLiteralExpression(value)) return value;
    if (
      Node.isSatisfiesExpression(value) ||
      Node.isAsExpression(value) ||
      Node.isParenthesizedExpression(value)
    ) {
      return this.literal(value.getExpression());
    }
    if (!Node.isIdentifier(value)) return undefined;
    const constant = this.file.getVariableDeclaration(value.getText())?.getInitializer();
    return constant && this.literal(constant);
  }
}

function nameOf(property: Node): string | undefined {
  if (!Node.isPropertyAssignment(property) && !Node.isShorthandPropertyAssignment(property))
    return undefined;
  const name = property.getNameNode();
  return Node.isStringLiteral(name) ? name.getLiteralText() : name.getText();
}

const EXPORT = /^export \{ default as ([\w$]+|"[^"]+") \} from ".*";?[ \t]*\r?$/gm;

/** Names of the environments in environments/all.ts. */
export function listedEnvironments(all: string): readonly string[] {
  return [...all.matchAll(EXPORT)].map(([, name = ""]) => name.replaceAll('"', ""));
}

/** The text of environments/all.ts with another environment at the end. */
export function withEnvironment(all: string, name: string): string {
  if (listedEnvironments(all).includes(name)) return all;
  const end = all.includes("\r\n") ? "\r\n" : "\n";
  // ES2022 allows any string as the name of an export.
  const exported = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
  const line = `export { default as ${exported} } from "./${name}";${end}`;
  return `${all}${all === "" || all.endsWith("\n") ? "" : end}${line}`;
}
