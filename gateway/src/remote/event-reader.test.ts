import { PassThrough } from 'node:stream';
import { EventReader } from './event-reader';

const reading = () => {
  const stream = new PassThrough();
  return { stream, reader: new EventReader(stream as never, 'items') };
};
const unavailable = { code: 'SUBGRAPH_UNAVAILABLE' };

afterEach(() => jest.useRealTimers());

test('results come in order, whole, whatever they are cut into, until the stream is complete', async () => {
  const { stream, reader } = reading();
  for (const piece of [
    'data: {"data":{"a":1}}',
    '\n\n:\n\nda',
    'ta: {"data":{"a":2}}\n\n',
    'event: complete\ndata:\n\n',
  ])
    stream.write(piece);
  expect((await reader.next()).value).toEqual({ data: { a: 1 } });
  expect((await reader.next()).value).toEqual({ data: { a: 2 } });
  expect((await reader.next()).done).toBe(true);
});

test('what is no result ends it with a code, and nothing else', async () => {
  const { stream, reader } = reading();
  stream.write('data: {"data":\n\n');
  await expect(reader.next()).rejects.toMatchObject(unavailable);
});

test('silence ends it, but not the silence of a stream that is held back', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  const held = reading();
  held.stream.write('data: {"data":{}}\n\n'.repeat(20));
  const quiet = reading();
  await new Promise(setImmediate);
  expect(held.stream.isPaused()).toBe(true);
  const next = expect(quiet.reader.next()).rejects.toMatchObject(unavailable);
  jest.advanceTimersByTime(120_000);
  await next;
  expect(held.stream.destroyed).toBe(false);
  expect((await held.reader.next()).value).toEqual({ data: {} });
});
