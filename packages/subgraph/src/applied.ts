import type { Json } from '@trialogue/canonical-json';
import { DomainError, type Problem } from '@trialogue/errors';
import { GraphQLJSON as JsonScalar } from 'graphql-scalars';
import { Directive, Field, ObjectType, registerEnumType } from 'type-graphql';
import type { Difference } from './differences';
import { PlannedRelease } from './planned-release';
import { ProblemType } from './problem';

export enum ApplyOutcome {
  CREATED = 'CREATED',
  UPDATED = 'UPDATED',
  UNCHANGED = 'UNCHANGED',
  REFUSED = 'REFUSED',
  CONFLICT = 'CONFLICT',
}
registerEnumType(ApplyOutcome, {
  name: 'ApplyOutcome',
  description:
    'REFUSED, or CONFLICT, when file and database both changed since it was applied last: nothing of the entry was taken over; the other entries were.',
});

/** One value that is different. */
@Directive('@shareable')
@ObjectType()
export class FieldChange implements Difference {
  @Field(() => String, {
    description: 'Keys from the entry on, joined with dots. What a list holds goes by its key, number, name or label.',
  })
  path: string;

  @Field(() => JsonScalar, { nullable: true, description: 'Null: there was nothing.' })
  before: Json;

  @Field(() => JsonScalar, { nullable: true, description: 'Null: there is nothing.' })
  after: Json;
}

/** A value that file and database both changed since the file was applied last. Null where there is nothing. */
@Directive('@shareable')
@ObjectType()
export class FieldConflict {
  @Field(() => String, { description: 'Key or name of the entry.' })
  subject: string;

  @Field(() => String, { description: 'In the entry, as the path of a change.' })
  path: string;

  @Field(() => JsonScalar, { nullable: true, description: 'As both had it then.' })
  base: Json;

  @Field(() => JsonScalar, { nullable: true })
  file: Json;

  @Field(() => JsonScalar, { nullable: true })
  database: Json;
}

/** What became of one entry of a list that was applied. */
@Directive('@shareable')
@ObjectType()
export class Applied {
  /** Key or name of the entry. */
  @Field(() => String)
  subject: string;

  @Field(() => ApplyOutcome)
  outcome: ApplyOutcome;

  /** What was left as it is although the entry says otherwise, and why. */
  @Field(() => String, { nullable: true })
  note: string | null;

  /** Why it was refused; otherwise what its author should know. Paths begin at the entry. */
  @Field(() => [ProblemType])
  problems: ProblemType[];

  @Field(() => [FieldChange], { description: 'What applying it changed, or would change.' })
  changes: FieldChange[];

  @Field(() => [FieldChange], {
    description: 'What was changed here, by something else than a file, since the entry was applied last.',
  })
  drift: FieldChange[];

  @Field(() => [FieldConflict], {
    description: 'What file and database both changed; also when it was said which of them counts.',
  })
  conflicts: FieldConflict[];

  @Field(() => [String], { description: 'Changes, of these, that give units of a running experiment another variant.' })
  rerandomises: string[];

  @Field(() => [PlannedRelease], { description: 'What a dry run would have published.' })
  releases: PlannedRelease[];
}

/** What applying one entry came to; a refusal is thrown as a `DomainError`. */
export interface ApplyResult {
  readonly outcome: ApplyOutcome;
  readonly note?: string;
  readonly problems?: readonly Problem[];
  readonly conflicts?: readonly Omit<FieldConflict, 'subject'>[];
  /** Paths whose values were made up on the way, and would be others the next time. */
  readonly madeUp?: readonly string[];
  readonly rerandomises?: readonly string[];
}

/** Says where in the entry a refusal is, for `catch`. */
export const refusedAt =
  (path: Problem['path']) =>
  (error: unknown): never => {
    if (!(error instanceof DomainError) || error.problems || error.retryable) throw error;
    const problems = [{ path, message: `${error.message} ${error.help}` }];
    throw new DomainError(error.code, error.data, { problems, cause: error });
  };
