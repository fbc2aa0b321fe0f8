import type { Problem } from '@trialogue/errors';
import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum ProblemSeverity {
  ERROR = 'ERROR',
  WARNING = 'WARNING',
}
registerEnumType(ProblemSeverity, {
  name: 'ProblemSeverity',
  valuesConfig: {
    ERROR: { description: 'It keeps what it is about from being used.' },
    WARNING: { description: 'It may be meant so.' },
  },
});

/** One thing wrong with an input, for reports that are data rather than errors. */
@Directive('@shareable')
@ObjectType('Problem')
export class ProblemType {
  /** Keys and indexes from the input's root, joined with dots. */
  @Field(() => String)
  path: string;

  @Field(() => String)
  message: string;

  @Field(() => ProblemSeverity)
  severity: ProblemSeverity;

  @Field(() => Int, { nullable: true, description: 'In the text at `path`, from 1.' })
  line?: number;

  @Field(() => Int, { nullable: true, description: 'From 1, in UTF-16 units.' })
  column?: number;
}

/** A problem as the graph shows it. */
export const toProblemType = ({ path, message, severity, line, column }: Problem): ProblemType => ({
  path: path.join('.'),
  message,
  severity: severity === 'warning' ? ProblemSeverity.WARNING : ProblemSeverity.ERROR,
  line,
  column,
});
