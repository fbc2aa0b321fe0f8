import type { Message } from '@trialogue/plugin-api';
import { sentMessages } from './sent-messages';
import { say } from './testing/ask';

const calls = (...ids: string[]): Message => ({
  role: 'assistant',
  parts: ids.map((id) => ({ type: 'tool-call', id, tool: 'weather', arguments: {} })),
});
const results = (...ids: string[]): Message => ({
  role: 'tool',
  parts: ids.map((id) => ({ type: 'tool-result', id, ok: true, content: id })),
});
const tools = [{ name: 'weather', description: 'Tells it.', input: {} }];

/** Calls as `a`, results as `=a`, text as it is. */
const sent = (...messages: Message[]) =>
  sentMessages({ messages, tools }).map(({ text, calls, results }) =>
    [text, ...calls.map(({ id }) => id), ...results.map(({ id }) => `=${id}`)].filter(Boolean).join(' '),
  );

test.each<[string, Message[], string[]]>([
  ['in one message', [calls('a', 'b'), results('a', 'b')], ['a b', '=a =b']],
  ['in a message each', [calls('a', 'b'), results('a'), results('b')], ['a b', '=a', '=b']],
  ['of which one is missing', [calls('a', 'b'), results('b')], ['b', '=b']],
  ['of calls that are cut off', [results('a'), say('user', 'Go on')], ['Go on']],
  ['that are cut off', [say('user', 'Rain?'), calls('a')], ['Rain?']],
  ['too late', [calls('a'), say('user', 'Well?'), results('a')], ['Well?']],
  ['of two rounds with the same id', [calls('a'), results('a'), calls('a'), results('a')], ['a', '=a', 'a', '=a']],
])('results %s', (_, messages, expected) => {
  expect(sent(...messages)).toEqual(expected);
});

test('arguments that are no object become one, answers that are no text JSON', () => {
  const messages: Message[] = [
    { role: 'assistant', parts: [{ type: 'tool-call', id: 'a', tool: 'weather', arguments: ['Rome'] }] },
    { role: 'tool', parts: [{ type: 'tool-result', id: 'a', ok: false, content: { rain: false } }] },
  ];
  expect(sentMessages({ messages, tools })).toMatchObject([
    { calls: [{ arguments: { value: ['Rome'] } }] },
    { results: [{ ok: false, text: '{"rain":false}' }] },
  ]);
});
