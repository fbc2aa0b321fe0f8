import { watch } from '@trialogue/subgraph/testing';
import { apply, archive, content, create, label } from './testing/documents';
import { type StartedPrompts, startPrompts } from './testing/started-prompts';

const fields = '{ version complete stale prompts { name labels versions archived } removed }';
const read = `{ servedPrompts ${fields} }`;
const changes = `subscription ($after: String) { servedPromptsChanged(after: $after) ${fields} }`;

let on: StartedPrompts;
beforeEach(async () => {
  on = await startPrompts();
  const version = (number: number, more: object = {}) => ({ number, ...content(`Text ${number}`), ...more });
  const versions = [version(1), version(2), version(3, { status: 'DRAFT' })];
  await on.done(apply, { prompts: [{ name: 'meal', versions, labels: [{ label: 'production', version: 2 }] }] });
  await on.done(apply, { prompts: [{ name: 'tone', versions: [version(1)] }] });
});
afterEach(() => on.close());

const hash = (id: string) => on.store.releases.head('prompt_version', id)!.hash;
const follow = (after?: string) => watch(on.subgraph, changes, { after }, ['prompts']);

test('it says what names mean: where labels stand, which versions are active, and which are archived', async () => {
  await on.done(archive, { name: 'meal', version: 1 });
  expect(await on.done(read)).toEqual({
    ...{ version: expect.stringMatching(/^\d+-\d+$/), complete: true, stale: false, removed: [] },
    prompts: [
      { name: 'meal', labels: { production: 2 }, versions: { 2: hash('meal@2') }, archived: [1] },
      { name: 'tone', labels: {}, versions: { 1: hash('tone@1') }, archived: [] },
    ],
  });
});

test('a subscriber hears of each label that moves, each version, and each that is archived, also by another process', async () => {
  const watched = await follow();
  expect(await watched.next()).toEqual(await on.done(read));
  await on.done(label, { name: 'meal', version: 1, label: 'production' });
  const moved = await watched.next();
  expect(moved).toMatchObject({ complete: false, prompts: [{ name: 'meal', labels: { production: 1 } }] });
  await on.done(create, { input: { name: 'tone', ...content('Softer') } });
  expect(await watched.next()).toMatchObject({ prompts: [{ name: 'tone', versions: { 2: hash('tone@2') } }] });
  const another = await on.another();
  try {
    await another.done(archive, { name: 'meal', version: 2 });
    expect(await watched.next()).toMatchObject({ prompts: [{ name: 'meal', archived: [2] }] });
  } finally {
    await another.close();
  }
  const resumed = await follow(moved.version);
  expect((await resumed.next()).prompts.map(({ name }: any) => name)).toEqual(['meal', 'tone']);
});

test('whoever may not read prompts is not told of them', async () => {
  expect((await on.ask(read, {}, ['assign', 'track', 'converse', 'edit'])).errors).toMatchObject([
    { code: 'FORBIDDEN', message: 'This needs the scope read or prompts.' },
  ]);
  await expect(watch(on.subgraph, changes, {}, ['assign'])).rejects.toMatchObject({ code: 'FORBIDDEN' });
  for (const scope of ['read', 'prompts'] as const) expect((await on.ask(read, {}, [scope])).errors).toEqual([]);
});

test('what is no position is refused', async () => {
  await expect(follow('yesterday')).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
});
