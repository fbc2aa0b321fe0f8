import type { ServerResponse } from 'node:http';
import { setImmediate as nextTick, setTimeout as sleep } from 'node:timers/promises';
import type { FakeText } from './fake-answer';
import type { Hold } from './hold';
import type { Wire } from './wire';

/** More than a timer can wait is no wait at all. */
const longestMs = 2 ** 31 - 1;

const encode = (text: string) => new TextEncoder().encode(text);

/** Writes an answer as the provider would, fault included. Rejects or stops early when the client goes away. */
export async function play(wire: Wire, answer: FakeText, body: any, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const say = async (text: string | Uint8Array) => {
    gone.signal.throwIfAborted();
    await write(response, typeof text === 'string' ? encode(text) : text, answer.bytesPerWrite);
  };
  const [first = '', ...rest] = wire.head(answer, body);
  await say(first);
  const unknown = answer.unknownEvents ? wire.unknown : [];
  for (const frame of [...unknown, ...wire.thoughts(answer, body), ...rest]) await say(frame);
  const keepAlive = () => say(wire.keepAlive);
  const hold = async (sent: number) => {
    const { held, tokens, keepAliveMs } = answer;
    if (held && sent === Math.min(held.after, tokens.length))
      await untilReleased(held, keepAliveMs, gone.signal, keepAlive);
  };
  for (const [sent, token] of answer.tokens.entries()) {
    await hold(sent);
    await untilToken(answer, gone.signal, keepAlive);
    await say(wire.token(answer, body, token));
  }
  await hold(answer.tokens.length);
  const calls = wire.toolCalls(answer, body);
  if (answer.ending === 'cut-in-tool-call') return cutIn(calls, response, say);
  for (const frame of calls) await say(frame);
  await end(wire, answer, body, response, say);
}

/** Says the frames up to the middle of the last one that has arguments, and breaks the connection. */
async function cutIn(frames: string[], response: ServerResponse, say: (text: string) => Promise<void>): Promise<void> {
  const last = frames.findLastIndex((frame) => /"(partial_json|arguments|input)":/.test(frame));
  if (last === -1) throw new Error('an answer that is cut in a tool call needs one, with arguments');
  for (const frame of frames.slice(0, last)) await say(frame);
  await say(frames[last]!.slice(0, frames[last]!.length / 2));
  response.destroy();
}

async function end(
  wire: Wire,
  answer: FakeText,
  body: any,
  response: ServerResponse,
  say: (text: string | Uint8Array) => Promise<void>,
): Promise<void> {
  const doomed = wire.token(answer, body, ' naïve');
  const half = doomed.slice(0, doomed.indexOf('ïve'));
  switch (answer.ending ?? 'complete') {
    case 'complete':
      for (const frame of wire.tail(answer, body)) await say(frame);
      break;
    case 'error':
      await say(wire.errorFrame(answer.errorType ?? 'overloaded_error'));
      break;
    case 'stall':
      return;
    case 'cut':
      response.destroy();
      return;
    case 'cut-in-character':
      await say(encode(`${half}ï`).subarray(0, -1));
      response.destroy();
      return;
    case 'cut-in-json':
      await say(half);
      break;
    case 'garbled':
      await say(`${half}\n\n`);
      break;
  }
  response.end();
}

async function untilToken({ tokenMs, keepAliveMs }: FakeText, gone: AbortSignal, keepAlive: () => Promise<void>) {
  let left = tokenMs ?? 0;
  while (left > 0) {
    const step = Math.min(left, keepAliveMs ?? left);
    await sleep(step, undefined, { signal: gone });
    left -= step;
    if (left > 0) await keepAlive();
  }
}

/** Rejects when the client goes away first. */
async function untilReleased(
  { released }: Hold,
  keepAliveMs: number | undefined,
  gone: AbortSignal,
  keepAlive: () => Promise<void>,
) {
  const signal = AbortSignal.any([gone, released]);
  while (!signal.aborted) await sleep(keepAliveMs ?? longestMs, undefined, { signal }).then(keepAlive, () => undefined);
  gone.throwIfAborted();
}

/** Resolves when the bytes are with the system, so that what follows cannot overtake or swallow them. */
async function write(response: ServerResponse, bytes: Uint8Array, bytesPerWrite = bytes.length): Promise<void> {
  for (let from = 0; from < bytes.length; from += bytesPerWrite) {
    await new Promise<void>((resolve, reject) =>
      response.write(bytes.subarray(from, from + bytesPerWrite), (error) => (error ? reject(error) : resolve())),
    );
    if (bytesPerWrite < bytes.length) await nextTick();
  }
}
