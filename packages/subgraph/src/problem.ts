import type { Problem } from '@trialogue/errors';
import { GraphQLJSONObject as JsonObjectScalar } from 'graphql-scalars';
import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum ProblemSeverity {
  ERROR = 'ERROR',
  WARNING = 'WARNING',
  UNKNOWN = 'UNKNOWN',
}
registerEnumType(ProblemSeverity, {
  name: 'ProblemSeverity',
  valuesConfig: {
    ERROR: { description: 'It keeps what it is about from being used.' },
    WARNING: { description: 'It may be meant so.' },
    UNKNOWN: { description: 'A check could not decide whether it is so.' },
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

  @Field(() => String, { nullable: true, description: 'What stands there, as the message shows it.' })
  found?: string;

  @Field(() => String, { nullable: true, description: 'What may stand there, in words.' })
  expected?: string;

  @Field(() => String, { nullable: true, description: 'The valid name that was probably meant.' })
  nearest?: string;

  @Field(() => ProblemSeverity)
  severity: ProblemSeverity;

  @Field(() => String, { nullable: true, description: 'Which check of the flow verifier found it: `dead_end`, …' })
  kind?: string;

  @Field(() => JsonObjectScalar, {
    nullable: true,
    description:
      'The shortest conversation that was found to show it: `slots`, `variables`, `attributes` that it begins with, and its `events`, each with its time in ms.',
  })
  witness?: object;

  @Field(() => String, { nullable: true, description: 'Where `line` and `column` are, from the project’s folder.' })
  file?: string;

  @Field(() => Int, { nullable: true, description: 'In `file`, or else in the text at `path`, from 1.' })
  line?: number;

  @Field(() => Int, { nullable: true, description: 'From 1, in UTF-16 units.' })
  column?: number;
}

const severities = {
  error: ProblemSeverity.ERROR,
  warning: ProblemSeverity.WARNING,
  unknown: ProblemSeverity.UNKNOWN,
} as const;

/** A problem as the graph shows it. */
export const toProblemType = ({ path, severity = 'error', ...rest }: Problem): ProblemType => ({
  ...rest,
  path: path.join('.'),
  severity: severities[severity],
});
