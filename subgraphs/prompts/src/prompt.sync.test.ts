import { archive, content, create, label } from './testing/documents';
import { type StartedPrompts, startPrompts } from './testing/started-prompts';

let on: StartedPrompts;
beforeAll(async () => {
  on = await startPrompts();
});
afterAll(() => on.close());

const document = `mutation ($prompts: [ApplyPromptInput!], $dryRun: Boolean! = false) {
  syncPrompts(prompts: $prompts, dryRun: $dryRun) {
    commit converged dryRun databaseOnly { id } conflicts { subject path } entries { subject outcome } } }`;
const commit = 'c'.repeat(40);
const version = (number: number, template: string, source = { file: `v${number}.txt`, commit }) => ({
  ...{ number, ...content(template), source },
});
const soup = (...versions: object[]) => [{ name: 'soup', versions, labels: [{ label: 'production', version: 1 }] }];
const sync = (prompts: object[], dryRun = false) => on.done(document, { prompts, dryRun });

test('without a project there are no files to read, and it is said why', async () => {
  const code = 'PROMPT_FILES_UNAVAILABLE';
  expect((await on.ask(document)).errors).toMatchObject([
    { code, message: expect.stringContaining('config/prompts.yml') },
  ]);
});

test('converged: before, not in a dry run; after, until somebody changes something that files do not say', async () => {
  const prompts = soup(version(1, 'Cook.'));
  expect(await sync(prompts, true)).toMatchObject({
    converged: false,
    dryRun: true,
    entries: [{ outcome: 'CREATED' }],
  });
  expect(await sync(prompts)).toMatchObject({ converged: true, commit, databaseOnly: [] });
  expect(await sync(prompts, true)).toMatchObject({ converged: true, entries: [{ outcome: 'UNCHANGED' }] });

  await on.done(create, { input: { name: 'soup', ...content('Cook more.') } });
  expect(await sync(prompts)).toMatchObject({ converged: false, databaseOnly: [{ id: 'soup@2' }] });
  const both = soup(version(1, 'Cook.'), version(2, 'Cook more.'));
  expect(await sync(both)).toMatchObject({ converged: true, databaseOnly: [] });

  await on.done(label, { name: 'soup', version: 2, label: 'staging' });
  expect(await sync(both, true)).toMatchObject({ converged: false, entries: [{ outcome: 'UNCHANGED' }] });
  await on.done('mutation { removePromptLabel(name: "soup", label: "staging") { name } }');
  await on.done(archive, { name: 'soup', version: 2 });
  expect(await sync(both)).toMatchObject({ converged: false, conflicts: [] });
});

test('the commit is that of all versions, or none', async () => {
  const other = { file: 'v1.txt', commit: 'd'.repeat(40) };
  expect(await sync(soup(version(1, 'Cook.', other), version(2, 'Cook more.')), true)).toMatchObject({ commit: null });
});
