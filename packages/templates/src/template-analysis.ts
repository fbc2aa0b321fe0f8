import type { Includes } from '@trialogue/variant-config';
import type { Declared } from './declared';

/** Something that an author should change in a template. Lines and columns count from 1. */
export interface TemplateProblem {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

export interface TemplateName {
  readonly name: string;
  /** Offset in the template. */
  readonly at: number;
  /** Whether it is read from the variables for sure. */
  readonly certain: boolean;
  /** The included template that reads it; `at` is where that is included. */
  readonly by?: string;
}

/** A place where a template includes another. */
export interface TemplateInclude {
  /** As it is written: `tone@production`. */
  readonly reference: string;
  /** `ignore missing`: where there is no such prompt, nothing is included. */
  readonly mayBeMissing: boolean;
  readonly line: number;
  readonly column: number;
}

export interface TemplateAnalysis {
  /** Every place where a variable is read. */
  readonly names: readonly TemplateName[];
  readonly includes: readonly TemplateInclude[];
  readonly problems: readonly TemplateProblem[];
}

/** What is known of a template's surroundings. */
export interface Surroundings {
  readonly variables?: readonly Declared[];
  /** What it includes; undefined: that is not known yet. */
  readonly includes?: Includes;
}
