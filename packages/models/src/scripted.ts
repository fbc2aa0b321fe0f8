import { DomainError } from '@trialogue/errors';
import { AbortError } from './abort';
import type { ChatEvent, ChatModel, ChatRequest, ModelName } from './chat-model';
import type { Clock } from './clock';
import { textMessages } from './message-text';
import { chooseReply } from './reply-choice';
import { settings } from './settings';
import { piecesOf } from './words';

/**
 * Answers from the replies that were written beside the prompt, word by word with `paceMs` between two words, and says
 * that it is a stand-in. Its usage is an estimate, a token for every four characters. Throws MODEL_NOT_CONFIGURED for a
 * prompt without replies.
 */
export function scriptedModel({ paceMs, clock }: { paceMs: number; clock: Clock }): ChatModel {
  async function* stream({ model, replies, messages, signal }: ChatRequest): AsyncGenerator<ChatEvent> {
    const text = chooseReply(replies, messages);
    if (text === undefined) throw nothingToSay(model);
    for (const [position, piece] of piecesOf(text).entries()) {
      if (position > 0 && paceMs > 0) await clock.wait(paceMs, signal).catch(() => undefined);
      if (signal.aborted) throw new AbortError(signal);
      yield { type: 'text', text: piece };
    }
    const read = textMessages(messages).reduce((length, message) => length + message.text.length, 0);
    const usage = { input: tokens(read), output: tokens(text.length), cacheRead: 0, cacheWrite: 0 };
    yield { type: 'end', text, usage, stopReason: 'end', model: 'scripted', standIn: true };
  }
  return { provider: 'scripted', stream };
}

const tokens = (characters: number) => Math.ceil(characters / 4);

function nothingToSay({ provider, name }: ModelName): DomainError {
  const missing = settings.has(provider) ? `${settings.get(provider)} is not set, and ` : '';
  const reason = `${missing}the prompt has no \`replies\` for the scripted model`;
  return new DomainError('MODEL_NOT_CONFIGURED', { model: `${provider}/${name}`, reason });
}
