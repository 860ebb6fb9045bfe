type Block = Record<string, any>;

/** A change of a stack's JSON after which a control says something else of a subject. */
export interface Change {
  readonly control: string;
  readonly what: string;
  /** The stack of the tests' environments that is changed. */
  readonly stack: string;
  readonly apply: (json: Block) => void;
}

type Row = readonly [control: string, what: string, apply: Change["apply"]];

/** Changes of one stack. */
export function inStack(stack: string, ...rows: readonly Row[]): readonly Change[] {
  return rows.map(([control, what, apply]) => ({ control, what, stack, apply }));
}

/** Changes the first resource of a type, of those that have some arguments. */
export function first(
  type: string,
  change: (block: Block) => void,
  having: Block = {},
): Change["apply"] {
  return (json) => {
    const blocks = Object.values(json["resource"][type] as Record<string, Block>);
    change(
      blocks.find((block) => Object.entries(having).every(([key, value]) => block[key] === value))!,
    );
  };
}

/** Gives arguments of the first resource of a type other values. */
export function set(type: string, values: Block, having?: Block): Change["apply"] {
  return first(type, (block) => Object.assign(block, values), having);
}

/** Removes every resource of a type. */
export function without(type: string): Change["apply"] {
  return (json) => {
    expect(Object.keys(json["resource"][type] as Block)).not.toEqual([]);
    json["resource"][type] = {};
  };
}

/** Adds a resource. */
export function added(type: string, block: Block): Change["apply"] {
  return (json) => {
    json["resource"][type] = { ...json["resource"][type], added: block };
  };
}

/** Replaces a text in the container definitions of the first task definition. */
export function inContainers(text: string, replacement: string): Change["apply"] {
  return first("aws_ecs_task_definition", (task) => {
    expect(task["container_definitions"]).toContain(text);
    task["container_definitions"] = task["container_definitions"].replace(text, replacement);
  });
}

/** Changes the first statement of the policy documents that has some actions. */
export function inStatement(action: string, change: (statement: Block) => void): Change["apply"] {
  return (json) => {
    const documents = Object.values(json["data"]["aws_iam_policy_document"] as Block);
    const statements = documents.flatMap(({ statement }: Block) => statement as Block[]);
    change(statements.find(({ actions }) => actions?.includes(action))!);
  };
}

/** The address of the only resource of a type, as an expression of its attribute. */
export function reference(json: Block, type: string, attribute: string): string {
  return `\${${type}.${Object.keys(json["resource"][type] as Block)[0]!}.${attribute}}`;
}
