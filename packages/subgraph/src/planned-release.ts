import { DomainError } from '@trialogue/errors';
import type { JsonObject } from '@trialogue/plugin-api';
import type { Sql } from '@trialogue/store';
import { headsWith, type ListedHeads, releaseProblems } from '@trialogue/variant-config';
import { GraphQLJSONObject as JsonObjectScalar } from 'graphql-scalars';
import { ArgsType, Directive, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { below, refuseProblems } from './input-problems';

/** A release that applying a list would publish. */
@Directive('@shareable')
@ObjectType()
export class PlannedRelease {
  @Field(() => String)
  kind: string;

  @Field(() => ID)
  key: string;

  @Field(() => Int)
  schema: number;

  @Field(() => JsonObjectScalar)
  body: JsonObject;
}

/** The same, said back to a later list’s dry run. */
@InputType()
export class PlannedReleaseInput implements PlannedRelease {
  @Field(() => String)
  kind: string;

  @Field(() => ID)
  key: string;

  @Field(() => Int)
  schema: number;

  @Field(() => JsonObjectScalar)
  body: JsonObject;
}

/** How a list is applied. */
export interface Trial {
  /** Nothing stays. */
  readonly dryRun: boolean;
  /** What earlier lists’ dry runs would have published, in their order: taken for published in this one. */
  readonly assuming: readonly PlannedReleaseInput[];
}

/** The same, as arguments of a mutation. */
@ArgsType()
export class TrialArgs implements Trial {
  @Field(() => Boolean, { defaultValue: false, description: 'Answers the same, and nothing of it stays.' })
  dryRun: boolean;

  @Field(() => [PlannedReleaseInput], {
    defaultValue: [],
    description: 'What dry runs of earlier lists would have published.',
  })
  assuming: PlannedReleaseInput[];
}

/** Throws BAD_USER_INPUT or CONFIG_INVALID for what cannot be assumed. */
export function checkTrial({ dryRun, assuming }: Trial): void {
  if (!dryRun && assuming.length > 0)
    throw new DomainError('BAD_USER_INPUT', { problem: 'Only a dry run can assume releases: say `dryRun: true`.' });
  refuseProblems(
    'What is assumed',
    assuming.flatMap((release, index) => releaseProblems(release).map(below('assuming', index))),
  );
}

/** The heads as they would be. Throws as `checkTrial`. */
export function assumedHeads(heads: ListedHeads, trial: Trial): ListedHeads {
  checkTrial(trial);
  return trial.assuming.length === 0 ? heads : headsWith(heads, trial.assuming);
}

/** What the transaction sees published after a revision, in order: its own, and what others committed meanwhile. */
export async function releasesAfter(sql: Sql, rev: number): Promise<PlannedRelease[]> {
  const { rows } = await sql<Omit<PlannedRelease, 'body'> & { body: string }>(
    `select r.kind, h.key, r.schema, r.body
       from exp.heads h join exp.releases r on r.hash = h.hash where h.rev > $1 order by h.rev`,
    [rev],
  );
  return rows.map(({ body, ...release }) => ({ ...release, body: JSON.parse(body) as JsonObject }));
}
