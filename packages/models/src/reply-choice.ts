import type { Message } from '@trialogue/plugin-api';
import type { ScriptedReply } from '@trialogue/variant-config';
import { textMessages } from './message-text';
import { hasPhrase, wordsOf } from './words';

/**
 * The reply that fits the last user message best: the one with the most of its `when` found there, of equals the first.
 * If none fits, those without `when` take turns, so that a conversation does not repeat itself; without such, all do.
 * The same conversation always gets the same reply. Undefined when there are no replies.
 */
export function chooseReply(
  replies: readonly ScriptedReply[],
  messages: readonly Message[],
): ScriptedReply | undefined {
  const asked = textMessages(messages).filter(({ role }) => role === 'user');
  const words = wordsOf(asked.at(-1)?.text ?? '');
  let best: ScriptedReply | undefined;
  let bestScore = 0;
  for (const reply of replies) {
    const score = reply.when.filter((phrase) => hasPhrase(words, wordsOf(phrase))).length;
    if (score > bestScore) [best, bestScore] = [reply, score];
  }
  if (best) return best;
  const general = replies.filter(({ when }) => when.length === 0);
  const turns = general.length > 0 ? general : replies;
  return turns[Math.max(0, asked.length - 1) % turns.length];
}
