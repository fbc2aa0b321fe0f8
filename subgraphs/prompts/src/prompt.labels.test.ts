import { until } from '@trialogue/store/testing';
import type { PromptBody } from '@trialogue/variant-config';
import { apply, archive, content, create, merge, render } from './testing/documents';
import { type StartedPrompts, startPrompts } from './testing/started-prompts';

let on: StartedPrompts;
beforeAll(async () => {
  on = await startPrompts();
});
afterAll(() => on.close());

const move = `mutation ($name: ID!, $version: Int!, $label: String = "production", $from: Int) {
  labelPromptVersion(name: $name, version: $version, label: $label, from: $from) { number } }`;
const rollBack = `mutation ($name: ID!, $label: String = "production") {
  rollbackPromptLabel(name: $name, label: $label) { number } }`;
const remove = `mutation ($name: ID!, $label: String = "production") {
  removePromptLabel(name: $name, label: $label) { labels { label } } }`;
const protect = `mutation ($name: ID!, $label: String = "production", $protected: Boolean!) {
  protectPromptLabel(name: $name, label: $label, protected: $protected) { label protected } }`;
const force = `mutation ($name: ID!, $version: Int!) {
  archivePromptVersion(name: $name, version: $version, force: true) { status } }`;
const setStatus = `mutation ($name: ID!, $version: Int!, $status: PromptStatus!) {
  setPromptVersionStatus(name: $name, version: $version, status: $status) { status } }`;
const labels = `query ($name: ID!) { prompt(name: $name) { labels {
  label protected movedAt movedBy version { number } history(first: 50) { from to at by reason } } } }`;

const prompt = async (name: string, versions = 3) => {
  const list = Array.from({ length: versions }, (_, index) => ({ number: index + 1, ...content(`Text ${index + 1}`) }));
  await on.done(apply, { prompts: [{ name, versions: list }] });
  return { name };
};
const label = async (name: string) => (await on.done(labels, { name })).labels[0];
const moves = async (name: string) =>
  (await label(name)).history.map(({ from, to, reason }: any) => `${from} → ${to} ${reason}`);
const refusal = async (document: string, variables: object, scopes?: any) =>
  (await on.ask(document, variables, scopes)).errors[0];
const published = (name: string) => on.store.releases.head<PromptBody>('prompt', name)!.body.labels;

test('each move is written down: from where, to where, when and by whom', async () => {
  const { name } = await prompt('written');
  for (const version of [1, 2, 2, 3]) await on.done(move, { name, version });
  const at = new Date('2026-11-23T10:00:00Z');
  expect(await label(name)).toEqual({
    ...{ label: 'production', protected: false, movedAt: at, movedBy: 'someone', version: { number: 3 } },
    history: [
      { from: 2, to: 3, at, by: 'someone', reason: 'moved' },
      { from: 1, to: 2, at, by: 'someone', reason: 'moved' },
      { from: null, to: 1, at, by: 'someone', reason: 'moved' },
    ],
  });
});

describe('a move that says from where', () => {
  test('is refused when somebody else was there first', async () => {
    const { name } = await prompt('compared');
    await on.done(move, { name, version: 1, from: 0 });
    await on.done(move, { name, version: 2, from: 1 });
    for (const from of [0, 1, 3]) {
      const error = await refusal(move, { name, version: 3, from });
      expect(error).toMatchObject({
        code: 'PROMPT_LABEL_MOVED',
        message: expect.stringContaining('on version 2, not'),
      });
    }
    expect(published(name)).toEqual({ production: 2 });
    expect(await moves(name)).toEqual(['1 → 2 moved', 'null → 1 moved']);
  });

  test('and many at once from two processes have one winner each, and no move is lost', async () => {
    const { name } = await prompt('raced', 8);
    await on.done(move, { name, version: 1 });
    const other = await on.another();
    try {
      for (let from = 1; from < 8; from += 1) {
        const rivals = [on, other, on, other].map(({ ask }) => ask(move, { name, version: from + 1, from }));
        const codes = (await Promise.all(rivals)).map(({ errors }) => errors[0]?.code ?? 'moved');
        expect(codes.sort()).toEqual(['PROMPT_LABEL_MOVED', 'PROMPT_LABEL_MOVED', 'PROMPT_LABEL_MOVED', 'moved']);
      }
      await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          [on, other][index % 2]!.done(move, { name, version: (index % 8) + 1 }),
        ),
      );
      await Promise.all([on, other].map(({ store }) => store.releases.refresh()));
      const told: any[] = (await label(name)).history.reverse();
      for (const [index, { from }] of told.entries()) expect(from).toBe(index === 0 ? null : told[index - 1].to);
      const stands = told.at(-1).to;
      expect((await label(name)).version.number).toBe(stands);
      expect(published(name)).toEqual({ production: stands });
      expect(other.store.releases.head<PromptBody>('prompt', name)!.body.labels).toEqual({ production: stands });
    } finally {
      await other.close();
    }
  });
});

describe('a rollback', () => {
  test('undoes moves one by one, and what was undone is not done again', async () => {
    const { name } = await prompt('undone', 4);
    for (const version of [1, 2, 3]) await on.done(move, { name, version });
    expect(await on.done(rollBack, { name })).toEqual({ number: 2 });
    await on.done(move, { name, version: 4 });
    expect(await on.done(rollBack, { name })).toEqual({ number: 2 });
    expect(await on.done(rollBack, { name })).toEqual({ number: 1 });
    expect(published(name)).toEqual({ production: 1 });
    for (const label of ['production', 'never', 'a\u0000'])
      expect(await refusal(rollBack, { name, label })).toMatchObject({ code: 'PROMPT_LABEL_UNMOVED' });
    expect((await moves(name)).slice(0, 2)).toEqual(['2 → 1 rolled back', '4 → 2 rolled back']);
  });

  test('brings back a label that was taken away', async () => {
    const { name } = await prompt('removed');
    for (const version of [1, 2]) await on.done(move, { name, version });
    expect(await on.done(remove, { name })).toEqual({ labels: [] });
    expect(published(name)).toEqual({});
    for (const label of ['production', 'a\u0000'])
      expect(await refusal(remove, { name, label })).toMatchObject({ code: 'PROMPT_LABEL_NOT_FOUND' });
    expect(await on.done(rollBack, { name })).toEqual({ number: 2 });
    expect(await moves(name)).toEqual(['null → 2 rolled back', '2 → null removed', '1 → 2 moved', 'null → 1 moved']);
    expect(await on.done(rollBack, { name })).toEqual({ number: 1 });
  });

  test('is refused towards a version that is archived by now', async () => {
    const { name } = await prompt('closed');
    for (const version of [1, 2]) await on.done(move, { name, version });
    await on.done(archive, { name, version: 1 });
    expect(await refusal(rollBack, { name })).toMatchObject({ code: 'PROMPT_VERSION_ARCHIVED' });
    expect((await label(name)).version).toEqual({ number: 2 });
  });
});

test('a protected label is moved and taken away by admins only, by files too', async () => {
  const { name } = await prompt('guarded');
  for (const version of [1, 2]) await on.done(move, { name, version });
  expect(await refusal(protect, { name, protected: true })).toMatchObject({ code: 'FORBIDDEN' });
  const guarded = { label: 'production', protected: true };
  expect((await on.ask(protect, { name, protected: true }, ['admin'])).data.protectPromptLabel).toEqual(guarded);
  for (const [document, more] of [
    [move, { version: 3 }],
    [rollBack, {}],
    [remove, {}],
  ] as const)
    expect(await refusal(document, { name, ...more })).toMatchObject({ code: 'PROMPT_LABEL_PROTECTED' });
  const entry = {
    name,
    versions: [{ number: 1, ...content('Text 1') }],
    labels: [{ label: 'production', version: 1 }],
  };
  expect(await on.done(merge, { prompts: [entry], prefer: 'FILE' })).toMatchObject([
    { outcome: 'REFUSED', problems: [{ path: 'labels.0', message: expect.stringContaining('protected') }] },
  ]);
  expect(await refusal(move, { name, version: 3 }, ['admin'])).toBeUndefined();
  expect(await label(name)).toMatchObject({ version: { number: 3 }, protected: true });
  expect(await refusal(remove, { name }, ['admin'])).toBeUndefined();
  for (const [document, more] of [
    [move, { version: 2 }],
    [rollBack, {}],
  ] as const)
    expect(await refusal(document, { name, ...more })).toMatchObject({ code: 'PROMPT_LABEL_PROTECTED' });
  expect(await refusal(move, { name, version: 1 }, ['admin'])).toBeUndefined();
  expect(await label(name)).toMatchObject({ version: { number: 1 }, protected: true });
  expect(await refusal(protect, { name, label: 'none', protected: true }, ['admin'])).toMatchObject({
    code: 'PROMPT_LABEL_NOT_FOUND',
  });
});

describe('archiving', () => {
  test('waits for the labels that stand there, unless an admin forces it', async () => {
    const { name } = await prompt('worn');
    for (const at of ['production', 'staging']) await on.done(move, { name, version: 2, label: at });
    const error = await refusal(archive, { name, version: 2 });
    expect(error).toMatchObject({
      code: 'PROMPT_VERSION_LABELLED',
      message: expect.stringMatching(/production, staging/),
    });
    expect(await refusal(force, { name, version: 2 })).toMatchObject({ code: 'FORBIDDEN' });
    expect((await on.ask(force, { name, version: 2 }, ['admin'])).data.archivePromptVersion).toEqual({
      status: 'ARCHIVED',
    });
    expect(published(name)).toEqual({});
    const { rows } = await on.sql(
      "select label, from_version, to_version, reason from exp.prompt_label_moves where prompt = 'worn' and seq = 2 order by label",
    );
    expect(rows).toEqual(
      ['production', 'staging'].map((one) => ({ label: one, from_version: 2, to_version: null, reason: 'archived' })),
    );
    expect(await refusal(render, { name, version: 2 })).toMatchObject({ code: 'PROMPT_VERSION_ARCHIVED' });
    expect(await refusal(move, { name, version: 2 })).toMatchObject({ code: 'PROMPT_VERSION_ARCHIVED' });
  });

  test('is gone for another process within a second, without being asked', async () => {
    const { name } = await prompt('leaving');
    const other = await on.another();
    try {
      expect((await other.done(render, { name, version: 1 })).messages).toMatchObject([{ text: 'Text 1' }]);
      await on.done(archive, { name, version: 1 });
      const codeThere = async () => (await other.ask(render, { name, version: 1 })).errors[0]?.code;
      await until(async () => (await codeThere()) === 'PROMPT_VERSION_ARCHIVED');
    } finally {
      await other.close();
    }
  });
});

test('a status becomes what it may, and nothing else', async () => {
  await on.done(create, { input: { name: 'draft', ...content('A'), status: 'DRAFT' } });
  const steps = ['ACTIVE', 'DRAFT', 'ARCHIVED', 'DRAFT', 'ACTIVE', 'ACTIVE'];
  const told: unknown[] = [];
  for (const status of steps) told.push((await refusal(setStatus, { name: 'draft', version: 1, status }))?.code);
  const illegal = 'PROMPT_VERSION_STATUS';
  expect(told).toEqual([undefined, illegal, undefined, illegal, undefined, undefined]);
});
