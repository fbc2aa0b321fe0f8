/**
 * A CEL expression, compiled: what `@trialogue/targeting` makes when an experiment is published, as plain JSON, so that
 * whoever evaluates it needs no parser.
 */
export type Expression = readonly [operator: string, ...operands: unknown[]];
