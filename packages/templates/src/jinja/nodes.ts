/** The syntax tree of a template. `at` is the offset in the source where a node begins, or where its operator stands. */
export type Expression =
  | { readonly type: 'constant'; readonly at: number; readonly value: Constant }
  | { readonly type: 'name'; readonly at: number; readonly name: string }
  | { readonly type: 'list' | 'tuple' | 'concat'; readonly at: number; readonly items: readonly Expression[] }
  | { readonly type: 'dict'; readonly at: number; readonly pairs: readonly (readonly [Expression, Expression])[] }
  | { readonly type: 'attribute'; readonly at: number; readonly of: Expression; readonly name: string }
  | { readonly type: 'item'; readonly at: number; readonly of: Expression; readonly key: Expression }
  | { readonly type: 'slice'; readonly at: number; readonly parts: readonly (Expression | undefined)[] }
  | ({ readonly type: 'call'; readonly at: number; readonly callee: Expression } & Arguments)
  | FilterCall
  | TestCall
  | { readonly type: 'not' | 'negative' | 'positive'; readonly at: number; readonly of: Expression }
  | { readonly type: 'and' | 'or'; readonly at: number; readonly left: Expression; readonly right: Expression }
  | {
      readonly type: 'arithmetic';
      readonly at: number;
      readonly operator: ArithmeticOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly type: 'compare'; readonly at: number; readonly first: Expression; readonly rest: readonly Comparison[] }
  | {
      readonly type: 'condition';
      readonly at: number;
      readonly test: Expression;
      readonly then: Expression;
      readonly otherwise?: Expression;
    };

/** A float is told from an integer by its type, not by its value: 1.0 prints as `1.0`. */
export type Constant = { readonly float: number } | string | number | bigint | boolean | null;
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**';
export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in';

export interface Comparison {
  readonly operator: ComparisonOperator;
  readonly right: Expression;
  readonly at: number;
}

export interface Arguments {
  readonly positional: readonly Expression[];
  readonly named: readonly (readonly [name: string, value: Expression])[];
  /** `*list` */
  readonly spread?: Expression;
  /** `**dict` */
  readonly namedSpread?: Expression;
}

/** `of` is undefined in `{% filter … %}` and `{% set x | … %}`, where the text of the block is filtered. */
export interface FilterCall extends Arguments {
  readonly type: 'filter';
  readonly at: number;
  readonly of: Expression | undefined;
  readonly name: string;
}

export interface TestCall extends Arguments {
  readonly type: 'test';
  readonly at: number;
  readonly of: Expression;
  readonly name: string;
}

export type Target =
  | { readonly type: 'name'; readonly name: string; readonly at: number }
  | { readonly type: 'member'; readonly object: string; readonly name: string; readonly at: number }
  | { readonly type: 'unpack'; readonly targets: readonly Target[]; readonly at: number };

export interface Parameter {
  readonly name: string;
  readonly fallback?: Expression;
}

export interface MacroBody {
  readonly name: string | undefined;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
}

export type Statement =
  | { readonly type: 'text'; readonly at: number; readonly text: string }
  | { readonly type: 'output'; readonly at: number; readonly value: Expression }
  | {
      readonly type: 'if';
      readonly at: number;
      readonly branches: readonly { readonly test: Expression; readonly body: readonly Statement[] }[];
      readonly otherwise: readonly Statement[];
    }
  | {
      readonly type: 'for';
      readonly at: number;
      readonly target: Target;
      readonly over: Expression;
      readonly test?: Expression;
      readonly isRecursive: boolean;
      readonly body: readonly Statement[];
      readonly otherwise: readonly Statement[];
    }
  | { readonly type: 'set'; readonly at: number; readonly target: Target; readonly value: Expression }
  | {
      readonly type: 'capture';
      readonly at: number;
      readonly target: Target;
      readonly filter?: FilterCall;
      readonly body: readonly Statement[];
    }
  | {
      readonly type: 'with';
      readonly at: number;
      readonly bindings: readonly (readonly [Target, Expression])[];
      readonly body: readonly Statement[];
    }
  | ({ readonly type: 'macro'; readonly at: number } & MacroBody)
  | { readonly type: 'callBlock'; readonly at: number; readonly call: Expression; readonly caller: MacroBody }
  | {
      readonly type: 'filterBlock';
      readonly at: number;
      readonly filter: FilterCall;
      readonly body: readonly Statement[];
    }
  | {
      readonly type: 'block';
      readonly at: number;
      readonly name: string;
      readonly isScoped: boolean;
      readonly body: readonly Statement[];
    }
  | Include;

export interface Include {
  readonly type: 'include';
  readonly at: number;
  readonly reference: string;
  /** `ignore missing` */
  readonly mayBeMissing: boolean;
  /** Whether it sees the names that are seen where it stands. */
  readonly withContext: boolean;
}
