import { canonicalJson } from '@trialogue/canonical-json';
import type { Problem } from '@trialogue/errors';
import type { FlowVersion } from './flow-version.entity';

/** A file of the product's own project that a flow was published from. */
export interface FlowText {
  readonly content: unknown;
  /** Where what a path leads to stands, or the nearest around it; from 1. */
  placeOf(path: Problem['path']): { readonly line: number; readonly column: number };
}

/** Undefined for what is no file of a flow there. */
export type FlowTexts = (file: string) => FlowText | undefined;

/** Problems with the file that the version came from; with line and column where that file says the same to this day. */
export function placed(
  problems: readonly Problem[],
  { sourceFile, definition }: Pick<FlowVersion, 'sourceFile' | 'definition'>,
  texts: FlowTexts,
): Problem[] {
  if (sourceFile === null || problems.length === 0) return [...problems];
  const text = texts(sourceFile);
  const isSame = text !== undefined && canonicalJson((text.content ?? null) as never) === canonicalJson(definition);
  return problems.map((problem) => {
    const { line, column } = isSame ? text.placeOf(problem.path) : {};
    return { ...problem, file: sourceFile, ...(line !== undefined && { line, column }) };
  });
}
