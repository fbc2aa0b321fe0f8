import { DomainError, type Problem } from '@trialogue/errors';

/** What somebody says by a chat client. */
export interface Saying {
  readonly text: string;
  /** The client's id of the message. */
  readonly id: string;
  /** Asks for another answer to what was said before. */
  readonly again: boolean;
}

/** Of the AI SDK's `useChat`: `{ id, messages, trigger, messageId }`, with the conversation so far. Throws BAD_USER_INPUT. */
export function readUiMessages(body: unknown): Saying {
  const { messages, trigger } = objectOf(body);
  const { last, at } = lastOf(messages);
  const text = textOf(last.parts, ['messages', at, 'parts']);
  return { text, id: idOf(last, at), again: trigger === 'regenerate-message' };
}

/** As AG-UI's client names them; both come back in the answer. */
export interface RunOfThread {
  readonly threadId: string;
  readonly runId: string;
}

/** Of AG-UI's `RunAgentInput`: `{ threadId, runId, messages, … }`. Throws BAD_USER_INPUT. */
export function readRun(body: unknown): { readonly saying: Saying; readonly run: RunOfThread } {
  const { messages, threadId, runId } = objectOf(body);
  if (typeof threadId !== 'string') throw invalid(['threadId'], 'It is no text.');
  if (typeof runId !== 'string') throw invalid(['runId'], 'It is no text.');
  const { last, at } = lastOf(messages);
  const path = ['messages', at, 'content'];
  const text = typeof last.content === 'string' ? last.content : textOf(last.content, path);
  return { saying: { text, id: idOf(last, at), again: false }, run: { threadId, runId } };
}

type Fields = { readonly [name: string]: unknown };
type Path = Problem['path'];

/** The last message, which must be a user's: whatever was said before it is known. */
function lastOf(messages: unknown): { last: Fields; at: number } {
  if (!Array.isArray(messages) || messages.length === 0) throw invalid(['messages'], 'It holds no message.');
  const at = messages.length - 1;
  const last = objectOf(messages[at], ['messages', at]);
  if (last.role !== 'user') throw invalid(['messages', at, 'role'], 'The last message is not a user’s.');
  return { last, at };
}

function textOf(parts: unknown, path: Path): string {
  if (!Array.isArray(parts)) throw invalid(path, 'It is neither text nor a list of parts.');
  return parts
    .map((part, index) => {
      const { type, text } = objectOf(part, [...path, index]);
      if (type === 'text' && typeof text === 'string') return text;
      throw invalid([...path, index], 'Only text can be said here.');
    })
    .join('\n');
}

function idOf({ id }: Fields, at: number): string {
  if (typeof id === 'string' && id !== '') return id;
  throw invalid(['messages', at, 'id'], 'The message has no id, so that sending it again would say it twice.');
}

function objectOf(value: unknown, path: Path = []): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw invalid(path, 'It is no JSON object.');
}

const invalid = (path: Path, message: string): DomainError =>
  new DomainError(
    'BAD_USER_INPUT',
    { problem: `${path.join('.') || 'The body'}: ${message}` },
    { problems: [{ path, message }] },
  );
