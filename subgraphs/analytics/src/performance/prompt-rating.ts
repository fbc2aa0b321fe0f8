import type { StoredEvent } from '@trialogue/store';
import { parsePromptReference } from '@trialogue/variant-config';

/** The type of the events with which an application says how content somebody was with what a prompt led to. */
export const ratingType = 'prompt_rated';

/** The type of the events with which a conversation's user rates it, from 1 (bad) to 5. */
export const conversationRatingType = 'conversation_rated';

/** What the `data` of such an event says. */
export interface PromptRating {
  /** `name@number`. */
  readonly promptVersion: string;
  /** 0 (as bad as can be) to 1. */
  readonly score: number;
  /** A scripted answer was rated. */
  readonly standIn: boolean;
}

/** What a rated conversation says of the prompt version that it runs on; undefined: of none. */
export function ratingOfConversation({ promptVersion, score, standIn }: StoredEvent['data']): PromptRating | undefined {
  if (typeof promptVersion !== 'string' || typeof score !== 'number') return undefined;
  return { promptVersion, score: (score - 1) / 4, standIn: standIn === true };
}

/** Reads the data of a rating; why not, where it is none. */
export function readRating(data: StoredEvent['data']): PromptRating | { readonly problem: string } {
  const { promptVersion, score, standIn = false } = data;
  if (typeof promptVersion !== 'string' || parsePromptReference(promptVersion)?.number === undefined)
    return { problem: '`data.promptVersion` must be the id of a prompt version, such as `greeting@2`' };
  if (typeof score !== 'number' || !(score >= 0 && score <= 1))
    return { problem: '`data.score` must be a number from 0 to 1' };
  if (typeof standIn !== 'boolean') return { problem: '`data.standIn` must be true or false' };
  return { promptVersion, score, standIn };
}
