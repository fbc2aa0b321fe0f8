import type { PromptBody } from '@trialogue/variant-config';
import { archive, content, create, label, render } from './testing/documents';
import { type StartedPrompts, startPrompts } from './testing/started-prompts';

let on: StartedPrompts;
beforeAll(async () => {
  on = await startPrompts();
});
afterAll(() => on.close());

const publish = (name: string, template: string, more: object = {}) =>
  on.done(create, { input: { name, ...content(template, more) } });
const codeOf = async (document: string, variables: object) => (await on.ask(document, variables)).errors[0]?.code;

describe('publishing', () => {
  test('a version is answered whole, and its prompt is there with it', async () => {
    const version = await publish('meal', 'Plan for {{ people }}.', {
      description: 'Asks back',
      params: { temperature: 0.5 },
      variables: [{ name: 'people', default: 2, description: 'How many eat' }],
    });
    expect(version).toEqual({
      ...{ id: 'meal@1', number: 1, status: 'ACTIVE', description: 'Asks back', syntax: 'JINJA' },
      ...{ template: 'Plan for {{ people }}.', modelProvider: 'anthropic', modelName: 'claude-sonnet-4.5' },
      ...{ params: { temperature: 0.5 }, checksum: expect.stringMatching(/^[0-9a-f]{64}$/) },
      variables: [{ name: 'people', required: false, default: 2, description: 'How many eat' }],
      createdAt: new Date('2026-11-23T10:00:00Z'),
      ...{ source: { file: null }, problems: [], prompt: { name: 'meal' } },
    });
    expect(await on.done('{ prompt(name: "nobody") { name } }')).toBeNull();
    expect(await on.done('{ prompt(name: "a\\u0000") { name } }')).toBeNull();
  });

  test('what a variable list lacks is told, and no reason to refuse', async () => {
    const { problems } = await publish('loose', 'Hello\n  {{ name }}.', { variables: [{ name: 'nmae' }] });
    expect(problems).toEqual([
      { path: 'template', message: expect.stringMatching(/name .*not declared.*\(line 2, column 6\)/) },
      { path: 'variables', message: expect.stringMatching(/nmae .*not used/) },
    ]);
  });

  test.each([
    ['JINJA', 'Hello\n{% if %}', /line 2, column \d+/],
    ['JINJA', 'Hello {{ name | sing }}', /sing.*line 1, column \d+/],
    ['MUSTACHE', 'Hello\n{{#people}}', /line 2, column \d+/],
    ['JINJA', 'x'.repeat(70_000), /bytes/],
    ['JINJA', 'a\u0000b', /cannot be stored/],
  ])('a template that cannot run is refused with its place: %s %#', async (syntax, template, told) => {
    const { errors } = await on.ask(create, { input: { name: 'broken', ...content(template, { syntax }) } });
    expect(errors).toMatchObject([{ code: 'TEMPLATE_INVALID', message: expect.stringMatching(told) }]);
    expect(await on.done('{ prompt(name: "broken") { name } }')).toBeNull();
  });

  test.each([
    [{ name: '9lives' }, 'name'],
    [{ number: 0 }, 'number'],
    [{ number: 10_001 }, 'number'],
    [{ modelName: '' }, 'modelName'],
    [{ description: '\ud800' }, 'description'],
    [{ variables: [{ name: 'a b' }] }, 'variables.0.name'],
    [{ variables: [{ name: 'a' }, { name: 'a' }] }, 'variables.1.name'],
    [{ params: { stop: ['\u0000'] } }, 'params'],
    [{ params: { seed: 2 ** 60 } }, 'params'],
    [{ params: { system: 'x'.repeat(20_000) } }, 'params'],
    [{ replies: Array.from({ length: 501 }, () => ({ when: [], reply: 'a' })) }, 'replies'],
    [
      { replies: [{ when: [], calls: Array.from({ length: 17 }, () => ({ tool: 'tax' })), reply: 'a' }] },
      'replies.0.calls',
    ],
  ])('an input out of bounds is refused with its path: %#', async (bad, path) => {
    const { errors } = await on.ask(create, { input: { name: 'bounds', ...content('Hi'), ...bad } });
    expect(errors).toMatchObject([{ code: 'CONFIG_INVALID', problems: [{ path: path.split('.').map(asStep) }] }]);
  });

  test('a text that only speaks of an escaped character is kept', async () => {
    const { params } = await publish('escapes', 'Hi', { params: { stop: '\\u0000' } });
    expect(params).toEqual({ stop: '\\u0000' });
  });

  test('the behaviour of a number is published once and for ever; what else it says may change', async () => {
    const draft = { number: 1, status: 'DRAFT', variables: [{ name: 'b' }, { name: 'a' }] };
    const first = await publish('fixed', 'One', draft);
    const again = await publish('fixed', 'One', {
      ...{ number: 1, status: 'ACTIVE', description: 'Better told' },
      ...{ replies: [{ when: [], reply: 'Hi' }], variables: [{ name: 'a', description: 'First' }, { name: 'b' }] },
    });
    expect(again).toMatchObject({ checksum: first.checksum, status: 'ACTIVE', description: 'Better told' });
    for (const change of [
      { template: 'Two' },
      { syntax: 'MUSTACHE' },
      { modelName: 'other' },
      { modelProvider: 'openai' },
      { params: { temperature: 1 } },
      { variables: [{ name: 'a', required: true }, { name: 'b' }] },
    ]) {
      const same = { name: 'fixed', number: 1, ...content('One'), variables: [{ name: 'a' }, { name: 'b' }] };
      expect(await codeOf(create, { input: { ...same, ...change } })).toBe('PROMPT_VERSION_IMMUTABLE');
    }
    expect(await on.done('{ prompt(name: "fixed") { version(number: 1) { template } } }')).toEqual({
      version: { template: 'One' },
    });
  });

  test('its status moves as it does by itself', async () => {
    await publish('moved', 'One', { number: 1 });
    const draft = { input: { name: 'moved', number: 1, ...content('One', { status: 'DRAFT' }) } };
    expect(await codeOf(create, draft)).toBe('PROMPT_VERSION_STATUS');
    expect(await publish('moved', 'One', { number: 1, status: 'ARCHIVED' })).toMatchObject({ status: 'ARCHIVED' });
    expect(await codeOf(create, draft)).toBe('PROMPT_VERSION_STATUS');
    expect(await publish('moved', 'One', { number: 1, status: 'ACTIVE' })).toMatchObject({ status: 'ACTIVE' });
  });

  test('ten at once get ten numbers', async () => {
    const texts = Array.from({ length: 10 }, (_, index) => `Text ${index}`);
    const versions = await Promise.all(texts.map((text) => publish('crowd', text)));
    expect(versions.map(({ number }) => number).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(Object.keys(on.store.releases.head<PromptBody>('prompt', 'crowd')!.body.versions)).toHaveLength(10);
  });
});

describe('labels', () => {
  beforeAll(async () => {
    for (const text of ['One', 'Two', 'Three']) await publish('labelled', text);
  });
  const served = (args = '') =>
    on.done(`{ prompt(name: "labelled") { version${args} { number } labels { label version { number } } } }`);

  test('without any, the newest active version is served', async () => {
    expect((await served()).version).toEqual({ number: 3 });
    await on.done(archive, { name: 'labelled', version: 3 });
    expect((await served()).version).toEqual({ number: 2 });
  });

  test('a label moves, and `production` is what is served', async () => {
    await on.done(label, { name: 'labelled', version: 2, label: 'staging' });
    await on.done(label, { name: 'labelled', version: 2, label: 'production' });
    await on.done(label, { name: 'labelled', version: 1, label: 'production' });
    expect(await served()).toEqual({
      version: { number: 1 },
      labels: [
        { label: 'production', version: { number: 1 } },
        { label: 'staging', version: { number: 2 } },
      ],
    });
    expect((await served('(label: "staging")')).version).toEqual({ number: 2 });
    expect((await served('(label: "constructor")')).version).toBeNull();
    expect(
      (await on.ask('{ prompt(name: "labelled") { version(number: 1, label: "a") { id } } }')).errors[0]?.code,
    ).toBe('BAD_USER_INPUT');
  });

  test('many moves at once leave one place, and the release says the same', async () => {
    const moves = Array.from({ length: 12 }, (_, index) => ({
      name: 'labelled',
      label: 'busy',
      version: (index % 2) + 1,
    }));
    await Promise.all(moves.map((move) => on.done(label, move)));
    const { rows } = await on.sql("select version from exp.prompt_labels where prompt = 'labelled' and label = 'busy'");
    expect(rows).toHaveLength(1);
    expect(on.store.releases.head<PromptBody>('prompt', 'labelled')!.body.labels.busy).toBe(rows[0]!.version);
  });

  test.each([
    [{ name: 'labelled', version: 9, label: 'production' }, 'PROMPT_NOT_FOUND'],
    [{ name: 'nobody', version: 1, label: 'production' }, 'PROMPT_NOT_FOUND'],
    [{ name: 'a\u0000', version: 1, label: 'production' }, 'PROMPT_NOT_FOUND'],
    [{ name: 'labelled', version: 1, label: '2' }, 'CONFIG_INVALID'],
  ])('a label that cannot be placed is refused: %#', async (move, code) => {
    expect(await codeOf(label, move)).toBe(code);
  });
});

describe('rendering', () => {
  beforeAll(async () => {
    const variables = [
      { name: 'diet', required: true },
      { name: 'people', default: 2 },
    ];
    await publish('rendered', 'A {{ diet }} plan for {{ people }}.', { variables, params: { max_tokens: 100 } });
    await publish('rendered', 'Anew: {{ other }}', { variables: [{ name: 'other' }] });
    await on.done(label, { name: 'rendered', version: 1, label: 'production' });
  });

  test('gives what a model would be sent, defaults filled in', async () => {
    expect(await on.done(render, { name: 'rendered', variables: { diet: 'vegan' } })).toEqual({
      messages: [{ role: 'system', text: 'A vegan plan for 2.' }],
      model: { provider: 'anthropic', name: 'claude-sonnet-4.5' },
      params: { max_tokens: 100 },
    });
    const anew = await on.done(render, { name: 'rendered', version: 2, variables: { other: '{{ diet }}' } });
    expect(anew.messages[0].text).toBe('Anew: {{ diet }}');
  });

  test.each([
    [{ name: 'rendered' }, 'PROMPT_VARIABLE_MISSING'],
    [{ name: 'rendered', version: 2 }, 'PROMPT_VARIABLE_MISSING'],
    [{ name: 'rendered', version: 3 }, 'PROMPT_NOT_FOUND'],
    [{ name: 'rendered', label: 'staging' }, 'PROMPT_NOT_FOUND'],
    [{ name: 'nobody' }, 'PROMPT_NOT_FOUND'],
    [{ name: 'rendered', version: 1, label: 'production' }, 'BAD_USER_INPUT'],
  ])('says what is missing: %o', async (variables, code) => {
    expect(await codeOf(render, variables)).toBe(code);
  });
});

test('a prompt is described as a whole, by itself', async () => {
  await publish('about', 'One');
  const describe =
    'mutation ($name: ID!, $text: String!) { describePrompt(name: $name, description: $text) { name description } }';
  const said = { name: 'about', description: 'Of soups.' };
  expect(await on.done(describe, { name: 'about', text: 'Of soups.' })).toEqual(said);
  expect(await on.done('{ prompt(name: "about") { name description } }')).toEqual(said);
  expect(on.store.releases.head<PromptBody>('prompt', 'about')!.body.description).toBe('Of soups.');
  expect(await codeOf(describe, { name: 'nobody', text: '' })).toBe('PROMPT_NOT_FOUND');
  expect(await codeOf(describe, { name: 'about', text: 'x'.repeat(10_001) })).toBe('CONFIG_INVALID');
  expect((await on.ask(describe, { name: 'about', text: '' }, ['read'])).errors[0]?.code).toBe('FORBIDDEN');
});

describe('archiving', () => {
  const pinning = (status: string, more: object = {}) =>
    on.store.transaction(async (sql) => {
      const pins = { 'pinned@1': on.store.releases.head('prompt_version', 'pinned@1')!.hash };
      const body = {
        key: 'pinner',
        status,
        variants: [
          { key: 'a', pins },
          { key: 'b', pins: {} },
        ],
        ...more,
      };
      await on.store.releases.publish(sql, {
        kind: 'experiment',
        key: 'pinner',
        schema: 1,
        body,
        refs: Object.values(pins),
      });
    });

  test('is refused for as long as an experiment serves the version, even when its description changed', async () => {
    await publish('pinned', 'One');
    await pinning('RUNNING');
    await publish('pinned', 'One', { number: 1, description: 'Another release, the same behaviour' });
    const cases = [
      ['RUNNING', {}, 'PROMPT_VERSION_PINNED'],
      ['PAUSED', {}, 'PROMPT_VERSION_PINNED'],
      ['STOPPED', { winner: 'a' }, 'PROMPT_VERSION_PINNED'],
      ['STOPPED', { winner: 'b' }, undefined],
      ['STOPPED', {}, undefined],
    ] as const;
    for (const [status, more, code] of cases) {
      await pinning(status, more);
      await on.store.releases.refresh();
      expect([status, await codeOf(archive, { name: 'pinned', version: 1 })]).toEqual([status, code]);
    }
    expect(await on.done(archive, { name: 'pinned', version: 1 })).toEqual({ id: 'pinned@1', status: 'ARCHIVED' });
  });

  test('is refused by publishing it again, too, for what another process has started', async () => {
    await publish('elsewhere', 'One');
    const another = await on.another();
    // What is pushed here meanwhile comes too late.
    const pushed = jest.spyOn(on.store.releases, 'refresh').mockResolvedValue();
    const hash = another.store.releases.head('prompt_version', 'elsewhere@1')!.hash;
    const body = { key: 'other', status: 'RUNNING', variants: [{ key: 'a', pins: { 'elsewhere@1': hash } }] };
    await another.store.transaction((sql) =>
      another.store.releases.publish(sql, { kind: 'experiment', key: 'other', schema: 1, body, refs: [hash] }),
    );
    pushed.mockRestore();
    const again = { name: 'elsewhere', number: 1, ...content('One', { status: 'ARCHIVED' }) };
    expect(await codeOf(create, { input: again })).toBe('PROMPT_VERSION_PINNED');
    await another.close();
  });

  test('can be forced by an admin while an experiment serves the version', async () => {
    await on.done('mutation { setPromptVersionStatus(name: "pinned", version: 1, status: ACTIVE) { status } }');
    await pinning('RUNNING');
    const forced = archive.replace('version: $version)', 'version: $version, force: true)');
    expect((await on.ask(forced, { name: 'pinned', version: 1 })).errors[0]?.code).toBe('FORBIDDEN');
    expect((await on.ask(forced, { name: 'pinned', version: 1 }, ['admin'])).data.archivePromptVersion).toEqual({
      ...{ id: 'pinned@1', status: 'ARCHIVED' },
    });
  });
});

describe('releases', () => {
  test('say what a version is, which there are and where the labels stand', async () => {
    await publish('released', 'One', { replies: [{ when: ['hi'], reply: 'Hello' }] });
    await publish('released', 'Two');
    await on.done(label, { name: 'released', version: 2, label: 'production' });
    const [one, two] = [1, 2].map((number) => on.store.releases.head('prompt_version', `released@${number}`)!);
    expect(one!.body).toEqual({
      ...{ name: 'released', number: 1, description: '', status: 'ACTIVE', syntax: 'JINJA', template: 'One' },
      ...{ variables: [], modelProvider: 'anthropic', modelName: 'claude-sonnet-4.5', params: {} },
      ...{ replies: [{ when: ['hi'], reply: 'Hello' }], checksum: expect.any(String) },
    });
    const prompt = on.store.releases.head('prompt', 'released')!;
    expect(prompt.body).toEqual({
      ...{ name: 'released', description: '', labels: { production: 2 } },
      versions: { 1: one!.hash, 2: two!.hash },
    });
    expect([...prompt.refs].sort()).toEqual([one!.hash, two!.hash].sort());
  });

  test('and rows are one transaction: when a release cannot be written, nothing is', async () => {
    await on.sql(
      `create function exp.fail() returns trigger language plpgsql as $$ begin raise 'out of order'; end $$`,
    );
    await on.sql(
      `create trigger fail before insert on exp.heads for each row when (new.kind = 'prompt') execute function exp.fail()`,
    );
    const { errors } = await on.ask(create, { input: { name: 'halfway', ...content('One') } });
    await on.sql('drop trigger fail on exp.heads');
    expect(errors).toMatchObject([{ message: 'out of order' }]);
    expect(await on.done('{ prompt(name: "halfway") { name } }')).toBeNull();
    expect((await on.sql("select 1 from exp.heads where key like 'halfway%'")).rows).toEqual([]);
  });
});

const asStep = (step: string) => (/^\d+$/.test(step) ? Number(step) : step);
