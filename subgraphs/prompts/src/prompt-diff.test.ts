import { content, create } from './testing/documents';
import { type StartedPrompts, startPrompts } from './testing/started-prompts';

let on: StartedPrompts;
beforeAll(async () => {
  on = await startPrompts();
  await on.done(create, { input: { name: 'soup', ...content('Plan a soup.', { params: { temperature: 0.7 } }) } });
  await on.done(create, { input: { name: 'soup', ...content('Plan a stew.', { description: 'Thicker.' }) } });
});
afterAll(() => on.close());

const asked = `query ($against: Int!) { prompt(name: "soup") { version(number: 2) {
  diff(against: $against) changes(against: $against) { path kind before after words { kind text } } } } }`;

test('what differs from an earlier version, as data and as text', async () => {
  const { version } = await on.done(asked, { against: 1 });
  expect(version.changes).toEqual([
    {
      path: 'description',
      kind: 'CHANGED',
      before: '',
      after: 'Thicker.',
      words: [{ kind: 'ADDED', text: 'Thicker.' }],
    },
    { path: 'params.temperature', kind: 'REMOVED', before: 0.7, after: null, words: null },
    {
      path: 'template',
      kind: 'CHANGED',
      before: 'Plan a soup.',
      after: 'Plan a stew.',
      words: [
        { kind: 'SAME', text: 'Plan a ' },
        { kind: 'REMOVED', text: 'soup' },
        { kind: 'ADDED', text: 'stew' },
        { kind: 'SAME', text: '.' },
      ],
    },
  ]);
  expect(version.diff).toBe(
    '~ description: "" → "Thicker."\n- params.temperature: 0.7\n~ template:\n    Plan a [-soup-]{+stew+}.\n',
  );
});

test('from itself nothing differs, and what is not there is said', async () => {
  expect(await on.done(asked, { against: 2 })).toEqual({ version: { changes: [], diff: '' } });
  expect((await on.ask(asked, { against: 9 })).errors).toMatchObject([{ code: 'PROMPT_NOT_FOUND' }]);
});
