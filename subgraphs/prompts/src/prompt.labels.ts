import { DomainError } from '@trialogue/errors';
import { isName } from '@trialogue/subgraph';
import type { EntityManager } from 'typeorm';
import type { Actor } from './actor';
import { type MoveReason, PromptLabel, PromptLabelMove } from './prompt.entity';

/** A label, who moves it and when; the caller holds the prompt's lock and publishes the prompt at the end. */
export interface LabelAct {
  readonly name: string;
  readonly label: string;
  readonly actor: Actor;
  readonly at: Date;
}

/** Throws PROMPT_LABEL_NOT_FOUND. */
export async function labelOrThrow(manager: EntityManager, prompt: string, label: string): Promise<PromptLabel> {
  const placed = isName(label) && (await manager.findOneBy(PromptLabel, { prompt, label }));
  if (!placed) throw new DomainError('PROMPT_LABEL_NOT_FOUND', { prompt, label });
  return placed;
}

/**
 * Puts the label on a version, which must exist. Answers whether it stood elsewhere. Throws PROMPT_LABEL_PROTECTED, and
 * PROMPT_LABEL_MOVED unless it stands on `from`.
 *
 * @param from 0: nowhere; undefined: wherever
 */
export async function moveLabel(manager: EntityManager, act: LabelAct, to: number, from?: number): Promise<boolean> {
  const { name: prompt, label } = act;
  const placed = await manager.findOneBy(PromptLabel, { prompt, label });
  if (from !== undefined && from !== (placed?.number ?? 0)) {
    const [found, expected] = [placed?.number, from].map(place) as [string, string];
    throw new DomainError('PROMPT_LABEL_MOVED', { prompt, label, found, expected });
  }
  if (placed?.number === to) return false;
  await record(manager, act, placed, to, 'moved');
  return true;
}

/**
 * Undoes the label's last move that is not undone yet, its removal included. Answers the number that it stands on now.
 * Throws PROMPT_LABEL_UNMOVED, PROMPT_LABEL_PROTECTED.
 *
 * @param check throws when the label may not stand on that version
 */
export async function rollBackLabel(
  manager: EntityManager,
  act: LabelAct,
  check: (number: number) => Promise<unknown>,
): Promise<number> {
  const { name: prompt, label } = act;
  const last = isName(label) ? await lastMove(manager, prompt, label) : null;
  const placed = last && (await manager.findOneBy(PromptLabel, { prompt, label }));
  const { undoable } = last ?? {};
  if (undoable == null) throw new DomainError('PROMPT_LABEL_UNMOVED', { prompt, label });
  const { from } = await manager.findOneByOrFail(PromptLabelMove, { prompt, label, seq: undoable });
  await check(from!);
  const before = await manager.findOneBy(PromptLabelMove, { prompt, label, seq: undoable - 1 });
  await record(manager, act, placed, from, 'rolled back', before?.undoable ?? null);
  return from!;
}

/** Throws PROMPT_LABEL_PROTECTED. */
export async function takeLabel(
  manager: EntityManager,
  act: LabelAct,
  placed: PromptLabel,
  reason: MoveReason,
): Promise<void> {
  await record(manager, act, placed, null, reason);
}

/**
 * Writes where the label stands, and the move.
 *
 * @param undoable what a rollback undoes next, unless it is this move
 */
async function record(
  manager: EntityManager,
  { name: prompt, label, actor, at }: LabelAct,
  placed: PromptLabel | null,
  to: number | null,
  reason: MoveReason,
  undoable?: number | null,
): Promise<void> {
  const last = await lastMove(manager, prompt, label);
  // A label that was taken away keeps its protection: else it could be put back without.
  const isProtected = (placed ?? last)?.protected ?? false;
  if (isProtected && !actor.isAdmin) throw new DomainError('PROMPT_LABEL_PROTECTED', { prompt, label });
  const seq = (last?.seq ?? 0) + 1;
  const from = placed?.number ?? null;
  const next = from === null ? (last?.undoable ?? null) : seq;
  await manager.insert(PromptLabelMove, {
    ...{ prompt, label, seq, from, to, at, by: actor.name, reason, protected: isProtected },
    undoable: undoable === undefined ? next : undoable,
  });
  if (to === null) await manager.delete(PromptLabel, { prompt, label });
  else {
    const moved = { prompt, label, number: to, movedAt: at, movedBy: actor.name, protected: isProtected };
    await manager.save(manager.create(PromptLabel, moved));
  }
}

const lastMove = (manager: EntityManager, prompt: string, label: string): Promise<PromptLabelMove | null> =>
  manager.findOne(PromptLabelMove, { where: { prompt, label }, order: { seq: 'DESC' } });

const place = (number: number | undefined): string => (number ? `on version ${number}` : 'nowhere');
