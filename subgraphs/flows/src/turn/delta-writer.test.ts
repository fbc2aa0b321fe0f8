import type { Part } from '@trialogue/plugin-api';
import fc from 'fast-check';
import type { FlowEntry } from '../stream/entry';
import { DeltaWriter, type DeltaWriterOptions } from './delta-writer';

const opening = { type: 'message_started', message: {} } as FlowEntry;

/** What a call of a tool comes between are two pieces. */
function said({ text, gap }: { text: string; gap: string }, part: Part) {
  if (part.type === 'tool-call') return { text, gap: text === '' ? '' : '\n\n' };
  return part.type === 'text' && part.text !== '' ? { text: text + gap + part.text, gap: '' } : { text, gap };
}

/** A writer whose moment ends only when the test says so, and what it wrote behind the opening: a list for each write. */
function writing(change: Partial<DeltaWriterOptions> = {}) {
  const writes: { n: number; entries: readonly FlowEntry[] }[] = [];
  const writer = new DeltaWriter({
    by: () => undefined,
    messageId: 'm',
    strategy: 's',
    deltaMs: 1_000_000,
    opening,
    append: async (n, entries) => writes.push({ n, entries }) > 0,
    before: () => undefined,
    onError: (error) => {
      throw error;
    },
    ...change,
  });
  const shown = () => writes.flatMap(({ entries }) => entries).filter((entry) => entry !== opening);
  return { writer, writes, shown, take: (...parts: Part[]) => Promise.all(parts.map((part) => writer.take(part))) };
}

const text = (said: string): Part => ({ type: 'text', text: said });
const partial = (value: object): Part => ({ type: 'object', partial: value as never });
const call = (id: string, given: unknown = { city: 'Rome' }): Part => ({
  ...{ type: 'tool-call', id, tool: 'weather' },
  arguments: given as never,
});
const result = (id: string, ok = true): Part => ({ type: 'tool-result', id, ok, content: 'sun' });

test('what comes within a moment is one write, in order; text is joined, and of an object the last is kept', async () => {
  const { writer, writes, take } = writing();
  await take(text('Let '), text('me see.'), call('a'), call('b'), result('b', false), result('a'));
  await take(partial({ dish: 'S' }), partial({ dish: 'Soup' }), text('Done.'));
  await writer.flush();
  const of = { messageId: 'm' };
  const tool = { ...of, tool: 'weather' };
  expect(writes).toEqual([
    {
      n: 1,
      entries: [
        opening,
        { type: 'message_delta', ...of, text: 'Let me see.' },
        { type: 'tool_called', ...tool, callId: 'a', arguments: { city: 'Rome' } },
        { type: 'tool_called', ...tool, callId: 'b', arguments: { city: 'Rome' } },
        { type: 'tool_answered', ...tool, callId: 'b', ok: false },
        { type: 'tool_answered', ...tool, callId: 'a', ok: true },
        { type: 'structured_delta', ...of, partial: { dish: 'Soup' } },
        { type: 'message_delta', ...of, text: '\n\nDone.' },
      ],
    },
  ]);
  expect(await writer.rest()).toEqual({ unwritten: [], last: 8 });
  expect(writer.text).toBe('Let me see.\n\nDone.');
});

test('the moment ends by itself', async () => {
  let written: (entries: readonly FlowEntry[]) => void;
  const first = new Promise<readonly FlowEntry[]>((resolve) => {
    written = resolve;
  });
  const { take } = writing({
    deltaMs: 1,
    append: async (_, entries) => {
      written(entries);
      return true;
    },
  });
  await take(partial({ a: 1 }));
  expect(await first).toHaveLength(2);
});

test.each([
  ['text', text('Hi.')],
  ['a tool call', call('a')],
  ['a partial object', partial({ a: 1 })],
])('a message that nobody asked for begins with its first entry: %s', async (_, part) => {
  const { writer, writes, take } = writing();
  writer.put({ type: 'state_entered', state: 'hello' });
  await take(part);
  writer.put({ type: 'state_entered', state: 'bye' });
  await writer.flush();
  expect(writes.flatMap(({ entries }) => entries).map(({ type }) => type)).toEqual([
    'state_entered',
    'message_started',
    expect.stringMatching(/^(message_delta|tool_called|structured_delta)$/),
    'state_entered',
  ]);
});

test('arguments that are too long, or no object, are left out', async () => {
  const { writer, shown, take } = writing();
  await take(call('a', { city: 'x'.repeat(16_384) }), call('b', 'Rome'), call('c', null));
  await writer.flush();
  expect(shown().map((entry) => entry.type === 'tool_called' && entry.arguments)).toEqual([null, null, null]);
});

test('an answer to a call that was not shown, and a call that was, are not shown', async () => {
  const { writer, shown, take } = writing();
  await take(result('x'), call('a'), call('a'));
  await writer.flush();
  expect(shown()).toHaveLength(1);
});

test('at most 200 calls, and 4 MiB of partial objects of 64 KiB each, are shown', async () => {
  const { writer, shown, take } = writing();
  for (let index = 0; index < 250; index += 1) await take(call(`${index}`));
  await writer.flush();
  expect(shown()).toHaveLength(200);
  const large = { text: 'x'.repeat(65_000) };
  await take(partial({ text: 'x'.repeat(65_536) }));
  for (let index = 0; index < 100; index += 1) {
    await take(partial(large));
    await writer.flush();
  }
  expect(shown()).toHaveLength(200 + 64);
});

test('a stream that is slower than the strategy holds it back', async () => {
  let go = () => {};
  const stuck = new Promise<void>((resolve) => {
    go = resolve;
  });
  const { take } = writing({ before: () => stuck });
  let taken = false;
  const taking = take(...Array.from({ length: 150 }, (_, index) => call(`${index}`))).then(() => {
    taken = true;
  });
  await new Promise(setImmediate);
  expect(taken).toBe(false);
  go();
  await taking;
});

test('a partial object that cannot be JSON is not shown', async () => {
  const { writer, shown, take } = writing();
  await take({ type: 'object', partial: undefined as never });
  await writer.flush();
  expect(shown()).toEqual([]);
});

test('however parts and moments come, nothing but what an object was before it grew is left out, and the order is kept', async () => {
  const part = fc.oneof(
    fc.string().map(text),
    fc.nat(9).map((id) => call(`${id}`)),
    fc.nat(9).map((id) => result(`${id}`)),
    fc.nat(9).map((size) => partial({ size })),
    fc.constant('moment' as const),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 60 }), async (given) => {
      const { writer, writes, shown, take } = writing();
      for (const one of given) await (one === 'moment' ? writer.flush() : take(one));
      await writer.flush();
      const parts = given.filter((one) => one !== 'moment');
      const texts = parts.reduce(said, { text: '', gap: '' }).text;
      expect(
        shown()
          .flatMap((entry) => (entry.type === 'message_delta' ? entry.text : []))
          .join(''),
      ).toBe(texts);
      expect(writer.text).toBe(texts);

      const seen = new Set<string>();
      const ofTools = parts.flatMap((one) => {
        if (one.type === 'tool-result') return seen.has(one.id) ? `answered ${one.id}` : [];
        if (one.type !== 'tool-call' || seen.has(one.id)) return [];
        seen.add(one.id);
        return `called ${one.id}`;
      });
      const told = shown().flatMap((entry) =>
        entry.type === 'tool_called' || entry.type === 'tool_answered' ? `${entry.type.slice(5)} ${entry.callId}` : [],
      );
      expect(told).toEqual(ofTools);
      const last = parts.findLast(({ type }) => type === 'object');
      expect(shown().findLast(({ type }) => type === 'structured_delta')).toEqual(
        last && { type: 'structured_delta', messageId: 'm', partial: (last as { partial: unknown }).partial },
      );
      const places = writes.flatMap(({ n, entries }) => entries.map((_, index) => n + index));
      expect(places).toEqual(places.map((_, index) => index + 1));
    }),
  );
});

test('what still waits at the end is left to whoever ends the turn', async () => {
  const { writer, writes, take } = writing();
  await take(text('Hi.'));
  await writer.flush();
  writer.put({ type: 'state_entered', state: 'bye' });
  await take(text('Bye.'));
  const bye = { type: 'message_delta', messageId: 'm', text: 'Bye.' };
  expect(await writer.rest()).toEqual({
    unwritten: [
      { n: 3, entry: { type: 'state_entered', state: 'bye' } },
      { n: 4, entry: bye },
    ],
    last: 4,
  });
  expect(writes).toHaveLength(1);
  await writer.flush();
  expect(writes).toHaveLength(1);
});
