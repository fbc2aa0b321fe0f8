import { readRun, readUiMessages } from './read-request';

const said = (message: unknown) => ({ id: 'c', trigger: 'submit-message', messages: [message] });
const soup = { id: 'm1', role: 'user', parts: [{ type: 'text', text: 'Soup?' }] };

test('of `useChat` the last message is said, under its own id', () => {
  const before = { id: 'm0', role: 'assistant', parts: [{ type: 'step-start' }] };
  expect(readUiMessages({ messages: [before, soup], trigger: 'submit-message' })).toEqual({
    ...{ text: 'Soup?', id: 'm1', again: false },
  });
  expect(readUiMessages({ messages: [soup], trigger: 'regenerate-message' }).again).toBe(true);
});

test.each<[string, unknown, (string | number)[]]>([
  ['no object', 'Soup?', []],
  ['no messages', {}, ['messages']],
  ['an empty list', { messages: [] }, ['messages']],
  ['a message that is none', said(7), ['messages', 0]],
  ['an answer', said({ ...soup, role: 'assistant' }), ['messages', 0, 'role']],
  ['a message without parts', said({ id: 'm1', role: 'user' }), ['messages', 0, 'parts']],
  ['a file', said({ ...soup, parts: [{ type: 'file', url: 'data:,' }] }), ['messages', 0, 'parts', 0]],
  ['a message without an id', said({ ...soup, id: '' }), ['messages', 0, 'id']],
])('of `useChat`, %s is refused where it stands', (_, body, path) => {
  expect(() => readUiMessages(body)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  expect(() => readUiMessages(body)).toThrow(
    expect.objectContaining({ problems: [expect.objectContaining({ path })] }),
  );
});

test('a run of AG-UI says the last message, whose content is text or parts', () => {
  const run = { threadId: 't', runId: 'r' };
  const saying = { text: 'Soup?', id: 'm1', again: false };
  for (const content of ['Soup?', [{ type: 'text', text: 'Soup?' }]])
    expect(readRun({ ...run, messages: [{ id: 'm1', role: 'user', content }] })).toEqual({ saying, run });
});

test.each(['threadId', 'runId'])('a run of AG-UI without its %s is refused', (name) => {
  const body = { threadId: 't', runId: 'r', messages: [], [name]: undefined };
  expect(() => readRun(body)).toThrow(
    expect.objectContaining({ problems: [expect.objectContaining({ path: [name] })] }),
  );
});
