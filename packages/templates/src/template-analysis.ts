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
}

export interface TemplateAnalysis {
  /** Every place where a variable is read. */
  readonly names: readonly TemplateName[];
  readonly problems: readonly TemplateProblem[];
}
