import { contentHash } from '@trialogue/canonical-json';
import { DomainError } from '@trialogue/errors';
import type { JsonObject } from '@trialogue/plugin-api';
import type { Releases } from '@trialogue/store';
import type { EntityManager } from 'typeorm';
import { type Applied, ApplyOutcome, type ApplyResult } from './applied';
import { type AppliedEntry, appliedEntries, rememberEntry } from './applied-entries';
import { differencesOf } from './differences';
import { exclusively, tried } from './exclusively';
import type { StatesOf } from './file-entry';
import { isName } from './input-problems';
import { checkTrial, releasesAfter, type Trial } from './planned-release';
import { toProblemType } from './problem';
import { sqlOf, type Tables } from './tables';

/** How entries of a kind are applied. */
export interface Applier<Entry> {
  /** With the subject it is what an entry is remembered by. */
  readonly kind: string;
  subjectOf(entry: Entry): string;
  /** What `exclusively` locks for an entry. */
  lockOf(subject: string): string;
  readonly statesOf: StatesOf;
  /** What takes a while, and is done before anything is locked. */
  prepare?(): Promise<void>;
  apply(manager: EntityManager, entry: Entry, known: Known): Promise<ApplyResult>;
  /** What the hash of an entry is of; unless given, all of it. */
  hashed?(entry: Entry): object;
  /** What is remembered of an entry that was applied; unless given, what the database holds of it then. */
  remembered?(entry: Entry, state: JsonObject): JsonObject;
  /** Entries at once; unless given, 200. */
  readonly most?: number;
}

/** What was there of an entry. */
export interface Known {
  readonly state: JsonObject | undefined;
  readonly applied: AppliedEntry | undefined;
}

const mostEntries = 200;

/**
 * Applies a list in one transaction, each entry under a savepoint: one that is refused (a `DomainError` that would come
 * again) leaves nothing behind and the others are committed. Any other error ends the whole with nothing changed. A dry
 * run does the same, and then nothing stays.
 */
export async function applyEach<Entry>(
  tables: Tables,
  releases: Releases,
  entries: readonly Entry[],
  trial: Trial,
  applier: Applier<Entry>,
): Promise<Applied[]> {
  const { most = mostEntries } = applier;
  if (entries.length > most)
    throw new DomainError('BAD_USER_INPUT', { problem: `${entries.length} entries; at most ${most} at once.` });
  checkTrial(trial);
  await applier.prepare?.();
  await releases.refresh();
  // What has no proper name is refused in its turn and needs no lock.
  const named = entries.map(applier.subjectOf).filter(isName);
  const run = trial.dryRun ? tried : exclusively;
  const applied = await run(tables, named.map(applier.lockOf), async (manager) => {
    for (const release of trial.assuming) await releases.publish(sqlOf(manager), release);
    const known = await whatIsKnown(manager, applier, named);
    const all: Applied[] = [];
    for (const [index, entry] of entries.entries()) {
      const subject = applier.subjectOf(entry);
      const again = entries.findIndex((one) => applier.subjectOf(one) === subject) < index;
      all.push(await (again ? refusedTwice(subject) : applyOne(manager, applier, entry, known(subject), trial)));
    }
    return all;
  });
  await releases.refresh();
  return applied;
}

async function applyOne<Entry>(
  manager: EntityManager,
  applier: Applier<Entry>,
  entry: Entry,
  known: Known,
  { dryRun }: Trial,
): Promise<Applied> {
  const { state: before, applied: last } = known;
  const { kind, subjectOf, statesOf, apply, hashed, remembered = (_, state) => state } = applier;
  const sql = sqlOf(manager);
  const subject = subjectOf(entry);
  const rev = dryRun ? await revisionOf(sql) : 0;
  const result = await underSavepoint(manager, (inner) => apply(inner, entry, known));
  const { outcome, note = null, problems = [], conflicts = [], madeUp = [], rerandomises = [] } = result;
  const isChanged = outcome === ApplyOutcome.CREATED || outcome === ApplyOutcome.UPDATED;
  const after = isChanged ? (await statesOf(manager, [subject])).get(subject) : before;
  if (outcome !== ApplyOutcome.REFUSED && outcome !== ApplyOutcome.CONFLICT && after) {
    const hash = contentHash(JSON.parse(JSON.stringify(hashed ? hashed(entry) : entry)));
    // What an operator changed stays told as long as the file says the same.
    if (isChanged || last?.hash !== hash)
      await rememberEntry(sql, kind, subject, { hash, state: remembered(entry, after) });
  }
  return {
    ...{ subject, outcome, note, rerandomises: [...rerandomises] },
    problems: problems.map(toProblemType),
    conflicts: conflicts.map((conflict) => ({ subject, ...conflict })),
    changes: differencesOf(before ?? {}, after ?? {}).filter(({ path }) => !madeUp.includes(path)),
    drift: last ? differencesOf(last.state, before) : [],
    releases: dryRun ? await releasesAfter(sql, rev) : [],
  };
}

async function whatIsKnown(manager: EntityManager, { kind, statesOf }: Applier<any>, subjects: readonly string[]) {
  const states = await statesOf(manager, subjects);
  const applied = await appliedEntries(sqlOf(manager), kind, subjects);
  return (subject: string): Known => ({ state: states.get(subject), applied: applied.get(subject) });
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

const refusedTwice = (subject: string): Applied => ({
  ...{ subject, outcome: ApplyOutcome.REFUSED, note: null, conflicts: [], rerandomises: [] },
  ...{ changes: [], drift: [], releases: [] },
  problems: [toProblemType({ path: [], message: `is there twice: ${subject}; the first one counts` })],
});

async function revisionOf(sql: ReturnType<typeof sqlOf>): Promise<number> {
  const { rows } = await sql<{ rev: string }>('select rev from exp.head_counter');
  return Number(rows[0]!.rev);
}
