import type { Message as PromptMessage } from '@trialogue/plugin-api';
import type { Store } from '@trialogue/store';
import type { Summary } from '../../summary';
import type { AcceptedTurn } from '../accept';
import { messageTokens } from './message-tokens';
import { historyPolicyOf, mostMessages } from './policy';
import { recentBefore } from './recent';
import { summaryOf, summaryText } from './summary';
import { type Said, tokensOf, turnToKeep, windowOf } from './window';

/** Which messages a model was given in a turn, the one that it answers included. */
export interface Sent {
  readonly fromTurn: number;
  readonly throughTurn: number;
  readonly messages: number;
  /** Through which turn the summary went that was given with them; null: none was. */
  readonly summary: number | null;
  /** Estimated, of the messages and the summary. */
  readonly tokens: number;
}

/** What of a conversation a model is given in a turn. */
export interface History {
  /** Oldest first, without the one that is answered. */
  readonly messages: readonly PromptMessage[];
  /** Null: there is nothing, neither before nor to be answered. */
  readonly sent: Sent | null;
  /** What is to be summarised by now. */
  readonly due?: Due;
}

/** Messages that a next summary takes in. */
export interface Due {
  readonly before: Summary | undefined;
  readonly said: readonly Said[];
  readonly throughTurn: number;
}

/**
 * The history of a turn by the policy of its variant: a summary, where there is one, and of what it does not tell the
 * newest messages that fit. The message that is answered takes its part of the window and is given however long it is.
 */
export async function historyOf(store: Store, turn: AcceptedTurn): Promise<History> {
  const { conversation, number, question } = turn;
  const { tokens, summary: policy } = historyPolicyOf(conversation.plan.config);
  const [recent, summary] = await Promise.all([
    recentBefore(store, turn, policy ? undefined : tokens), // what does not fit is still to be summarised
    policy && summaryOf(store.sql, conversation.id),
  ]);
  const untold = recent.filter((message) => message.turn > (summary?.throughTurn ?? -1));
  const asked = question
    ? [{ turn: number, role: 'USER', text: question.text, tokens: messageTokens(question.text) }]
    : [];
  const notes = summary && { role: 'system' as const, parts: [{ type: 'text' as const, text: summaryText(summary) }] };
  const besides = tokensOf(asked) + (summary ? messageTokens(summaryText(summary)) : 0);
  const room = tokens - besides;
  const window = windowOf(untold, room);
  const given = [...window, ...asked];
  const keep = policy && turnToKeep(untold, Math.min(policy.afterTokens, Math.max(0, room)), mostMessages);
  return {
    messages: [...(notes ? [notes] : []), ...window.map(promptMessage)],
    sent: sentOf(given, summary, besides + tokensOf(window)),
    ...(keep !== undefined && {
      due: { before: summary, said: untold.filter((message) => message.turn < keep), throughTurn: keep - 1 },
    }),
  };
}

function sentOf(given: readonly Said[], summary: Summary | undefined, tokens: number): Sent | null {
  const [first] = given;
  if (!first) return null;
  const throughTurn = given.at(-1)!.turn;
  return { fromTurn: first.turn, throughTurn, messages: given.length, summary: summary?.throughTurn ?? null, tokens };
}

const promptMessage = ({ role, text }: Said): PromptMessage => ({
  role: role === 'USER' ? 'user' : 'assistant',
  parts: [{ type: 'text', text }],
});
