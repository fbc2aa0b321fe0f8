import type { Standing } from '../following/standing';
import type { AcceptedTurn } from './accept';

/** Turns in a row that only time begins: nobody is there, and a flow that goes round does not do so for ever. */
const mostWakes = 100;
const retryMs = 60_000;
/** The one of them in which a timer is given up whose text fails. */
export const mostFailedWakes = 5;

/**
 * When a conversation's flow goes on by itself after a turn: when its next timer rings. One that could not be carried out
 * is tried again, a minute later for each turn in a row.
 */
export function wakeAfter(
  { cause, conversation }: Pick<AcceptedTurn, 'cause' | 'conversation'>,
  flow: Standing | undefined,
  now: Date,
): Date | null {
  const { wakes, wakeAt } = conversation;
  if (cause === 'TIMER' && wakes >= mostWakes) return null;
  if (flow) return flow.wakeAt;
  return cause === 'TIMER' ? new Date(now.getTime() + retryMs * wakes) : wakeAt;
}
