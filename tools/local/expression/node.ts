/** A node of the syntax tree that `@cdktf/hcl2json` makes of an expression: what of it is read here. */
export interface Node {
  readonly type: string;
  readonly children: readonly Node[];
  readonly range?: Range;
  readonly meta?: {
    readonly type?: string;
    readonly value?: unknown;
    readonly name?: string;
    readonly operator?: string;
    readonly expandedFinalArgument?: boolean;
    readonly traversal?: readonly Step[];
    readonly keyVar?: string;
    readonly valVar?: string;
    readonly openRangeValue?: string;
    readonly conditionalExpression?: string;
    readonly groupedValue?: boolean;
  };
}

export interface Step {
  readonly type: "nameTraversal" | "indexTraversal";
  readonly segment: string;
}

interface Range {
  readonly start: { readonly byte: number };
  readonly end: { readonly byte: number };
}
