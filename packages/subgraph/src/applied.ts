import { DomainError, type Problem } from '@trialogue/errors';
import { Directive, Field, ObjectType, registerEnumType } from 'type-graphql';
import type { EntityManager } from 'typeorm';
import { isName } from './input-problems';
import { ProblemType } from './problem';
import type { Tables } from './tables';

export enum ApplyOutcome {
  CREATED = 'CREATED',
  UPDATED = 'UPDATED',
  UNCHANGED = 'UNCHANGED',
  REFUSED = 'REFUSED',
}
registerEnumType(ApplyOutcome, {
  name: 'ApplyOutcome',
  description: 'REFUSED: nothing of the entry was taken over; the other entries were.',
});

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
}

/** What applying one entry came to; a refusal is thrown as a `DomainError`. */
export interface ApplyResult {
  readonly outcome: ApplyOutcome;
  readonly note?: string;
  readonly problems?: readonly Problem[];
}

const mostEntries = 200;

/**
 * Applies a list in one transaction, each entry under a savepoint: one that is refused (a `DomainError` that would come
 * again) leaves nothing behind and the others are committed. Any other error ends the whole with nothing changed.
 *
 * @param lockOf what `exclusively` locks for an entry
 */
export function applyEach<Entry>(
  tables: Tables,
  entries: readonly Entry[],
  subjectOf: (entry: Entry) => string,
  lockOf: (subject: string) => string,
  apply: (manager: EntityManager, entry: Entry) => Promise<ApplyResult>,
): Promise<Applied[]> {
  if (entries.length > mostEntries)
    throw new DomainError('BAD_USER_INPUT', { problem: `${entries.length} entries; at most ${mostEntries} at once.` });
  // What has no proper name is refused in its turn and needs no lock.
  const locks = entries.map(subjectOf).filter(isName).map(lockOf);
  return exclusively(tables, locks, async (manager) => {
    const applied: Applied[] = [];
    for (const entry of entries) {
      const { outcome, note = null, problems = [] } = await underSavepoint(manager, (inner) => apply(inner, entry));
      applied.push({ subject: subjectOf(entry), outcome, note, problems: problems.map(toProblemType) });
    }
    return applied;
  });
}

async function underSavepoint(
  manager: EntityManager,
  apply: (manager: EntityManager) => Promise<ApplyResult>,
): Promise<ApplyResult> {
  try {
    return await manager.transaction(apply);
  } catch (error) {
    if (!(error instanceof DomainError) || error.retryable) throw error;
    const problems = error.problems ?? [{ path: [], message: `${error.message} ${error.help}` }];
    return { outcome: ApplyOutcome.REFUSED, problems };
  }
}

/** Says where in the entry a refusal is, for `catch`. */
export const refusedAt =
  (path: Problem['path']) =>
  (error: unknown): never => {
    if (!(error instanceof DomainError) || error.problems || error.retryable) throw error;
    const problems = [{ path, message: `${error.message} ${error.help}` }];
    throw new DomainError(error.code, error.data, { problems, cause: error });
  };

/** A problem as the graph shows it. */
export const toProblemType = ({ path, message }: Problem): ProblemType => ({ path: path.join('.'), message });

/**
 * One transaction that nobody else holds any of these locks beside, whether or not rows exist for them yet. All locks
 * are taken at the start and in one order, before the head counter of releases is: later, two writers could wait for
 * each other. Throws STORE_UNAVAILABLE when Postgres is away.
 */
export function exclusively<Result>(
  tables: Tables,
  locks: readonly string[],
  work: (manager: EntityManager) => Promise<Result>,
): Promise<Result> {
  return tables.transaction(async (manager) => {
    await manager.query(
      `select set_config('lock_timeout', '10s', true), set_config('statement_timeout', '30s', true),
              set_config('idle_in_transaction_session_timeout', '30s', true)`,
    );
    await manager.query(
      `select pg_advisory_xact_lock(id)
         from (select distinct hashtextextended(lock, 0) as id from unnest($1::text[]) as lock order by id) as ids`,
      [locks],
    );
    return work(manager);
  });
}
