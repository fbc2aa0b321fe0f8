import { DomainError } from '@trialogue/errors';
import type { ToolCall } from '@trialogue/plugin-api';
import type { ScriptedReply } from '@trialogue/variant-config';
import { AbortError } from './abort';
import type { ChatEvent, ChatModel, ChatRequest, ModelName } from './chat-model';
import type { Clock } from './clock';
import { textMessages } from './message-text';
import { chooseReply } from './reply-choice';
import { settings } from './settings';
import { piecesOf } from './words';

/**
 * Answers from the replies that were written beside the prompt, word by word with `paceMs` between two words, and says
 * that it is a stand-in. A reply that has calls is said once they are answered. Its usage is an estimate, a token for every
 * four characters. Throws MODEL_NOT_CONFIGURED for a prompt without replies.
 */
export function scriptedModel({ paceMs, clock }: { paceMs: number; clock: Clock }): ChatModel {
  async function* stream(request: ChatRequest): AsyncGenerator<ChatEvent> {
    const { model, replies, messages, signal } = request;
    const reply = chooseReply(replies, messages);
    if (reply === undefined) throw nothingToSay(model);
    const toolCalls = callsOf(reply, request);
    const text = toolCalls.length > 0 ? '' : reply.reply;
    for (const [position, piece] of piecesOf(text).entries()) {
      if (position > 0 && paceMs > 0) await clock.wait(paceMs, signal).catch(() => undefined);
      if (signal.aborted) throw new AbortError(signal);
      yield { type: 'text', text: piece };
    }
    for (const call of toolCalls) yield { type: 'tool-call', ...call };
    const read = textMessages(messages).reduce((length, message) => length + message.text.length, 0);
    const usage = { input: tokens(read), output: tokens(text.length), cacheRead: 0, cacheWrite: 0 };
    const ended = { text, usage, model: 'scripted', standIn: true };
    if (toolCalls.length > 0) yield { type: 'end', ...ended, toolCalls, stopReason: 'tool' };
    else yield { type: 'end', ...ended, stopReason: 'end' };
  }
  return { provider: 'scripted', stream };
}

/** What of a reply's calls is still to be made: nothing, once any tool has answered since the user spoke. */
function callsOf({ calls = [] }: ScriptedReply, { messages, tools = [], toolChoice }: ChatRequest): ToolCall[] {
  const asked = messages.findLastIndex(({ role }) => role === 'user');
  if (toolChoice === 'none' || messages.slice(asked + 1).some(({ role }) => role === 'tool')) return [];
  const only = typeof toolChoice === 'object' ? toolChoice.name : undefined;
  return calls
    .filter(({ tool }) => tools.some(({ name }) => name === tool && (only ?? name) === name))
    .map((call, index) => ({ id: `scripted-${asked + 1}-${index + 1}`, tool: call.tool, arguments: call.arguments }));
}

const tokens = (characters: number) => Math.ceil(characters / 4);

function nothingToSay({ provider, name }: ModelName): DomainError {
  const missing = settings.has(provider) ? `${settings.get(provider)} is not set, and ` : '';
  const reason = `${missing}the prompt has no \`replies\` for the scripted model`;
  return new DomainError('MODEL_NOT_CONFIGURED', { model: `${provider}/${name}`, reason });
}
