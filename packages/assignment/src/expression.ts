/**
 * A CEL expression, compiled: what `@trialogue/targeting` makes when an experiment is published, as plain JSON, so that
 * whoever evaluates it needs no parser. An operand is another expression, or a text, double, truth value or null that
 * stands for itself. The operators are those of `expression/compile-expression.ts` and `expression/operators.ts`.
 */
export type Expression = readonly [operator: string, ...operands: unknown[]];
