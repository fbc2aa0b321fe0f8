import { inclusionOrder } from '@trialogue/subgraph';
import type { PromptVersionBody } from '@trialogue/variant-config';
import { includedNames } from './included-names';
import { apply, archive, content, create, label, plan, render } from './testing/documents';
import { type StartedPrompts, startPrompts } from './testing/started-prompts';

let on: StartedPrompts;
beforeAll(async () => {
  on = await startPrompts();
});
afterAll(() => on.close());

const publish = (name: string, template: string, more: object = {}) =>
  on.done(create, { input: { name, ...content(template, more) } });
const refusal = async (name: string, template: string, more: object = {}) => {
  const { errors } = await on.ask(create, { input: { name, ...content(template, more) } });
  return errors[0];
};
const text = async (name: string, variables: object = {}) =>
  (await on.done(render, { name, variables })).messages.map((one: { text: string }) => one.text).join('|');
const body = (id: string) => on.store.releases.head<PromptVersionBody>('prompt_version', id)!.body;

test('what is included is pinned at publish: a label that moves later changes nothing', async () => {
  await publish('tone', 'Be kind to {{ who }}.', { variables: [{ name: 'who' }] });
  await publish('tone', 'Be brief.');
  await on.done(label, { name: 'tone', version: 1, label: 'production' });
  await publish('greeting', 'Hello. {% include "tone@production" %}', { variables: [{ name: 'who', required: true }] });
  const included = { 'tone@production': { version: 'tone@1', template: 'Be kind to {{ who }}.' } };
  expect(body('greeting@1').includes).toEqual(included);
  expect(await text('greeting', { who: 'all' })).toBe('Hello. Be kind to all.');

  await on.done(label, { name: 'tone', version: 2, label: 'production' });
  expect(await text('greeting', { who: 'all' })).toBe('Hello. Be kind to all.');
  const same = { number: 1, description: 'Told anew', variables: [{ name: 'who', required: true }] };
  await publish('greeting', 'Hello. {% include "tone@production" %}', same);
  expect(body('greeting@1').includes).toEqual(included);
  const next = await publish('greeting', 'Hello. {% include "tone@production" %}', { ...same, number: 2 });
  expect(body('greeting@2').includes).toEqual({ 'tone@production': { version: 'tone@2', template: 'Be brief.' } });
  expect(next.checksum).not.toBe(body('greeting@1').checksum);
  expect(
    await on.done(`{ prompt(name: "greeting") { version(number: 2) {
      includes { reference version template includes { reference } } } } }`),
  ).toEqual({
    version: {
      includes: [{ reference: 'tone@production', version: 'tone@2', template: 'Be brief.', includes: [] }],
    },
  });
});

test('includes within includes are pinned with them, in chats and in Mustache too', async () => {
  await publish('inner', 'In.');
  await publish('middle', '({% include "inner" %})');
  await on.done(create, {
    input: {
      ...{ name: 'talk', modelProvider: 'anthropic', modelName: 'claude-sonnet-4.5' },
      messages: [
        { role: 'system', template: '{% include "middle@1" %}' },
        { role: 'user', template: 'Hi {% include "inner@1" %} {% include "nobody" ignore missing %}' },
      ],
    },
  });
  expect(Object.keys(body('talk@1').includes!)).toEqual(['inner@1', 'middle@1']);
  expect(body('talk@1').includes!['middle@1']!.includes).toEqual({ inner: { version: 'inner@1', template: 'In.' } });
  expect(await text('talk')).toBe('(In.)|Hi In. ');
  await publish('curly', 'Dear {{ name }}', { syntax: 'MUSTACHE', variables: [{ name: 'name' }] });
  await publish('letter', '{{> curly@1 }}!', { syntax: 'MUSTACHE', variables: [{ name: 'name' }] });
  expect(await text('letter', { name: '<Ana>' })).toBe('Dear <Ana>!');
});

describe('refused, with the place', () => {
  beforeAll(async () => {
    await publish('base', 'Base.');
    await publish('gone', 'Gone.');
    await publish('gone', 'Here.');
    await on.done(archive, { name: 'gone', version: 1 });
    const messages = [{ role: 'user', template: 'Hi' }];
    await on.done(create, { input: { name: 'chat', modelProvider: 'a', modelName: 'b', messages } });
    await publish('above', 'Above {% include "base" %}');
  });

  test.each([
    ['what is not there', 'A\n  {% include "nobody" %}', /no prompt "nobody".*\(line 2, column \d+\)/],
    ['a label that is not there', '{% include "base@live" %}', /no prompt "base@live"/],
    ['no reference', '{% include "a b" %}', /"a b" names no prompt/],
    ['an archived version', '{% include "gone@1" %}', /gone@1, which is archived/],
    ['a chat', '{% include "chat" %}', /chat@1, a chat/],
    ['itself', '{% include "cycle@1" %}', /cycle includes itself/],
  ])('%s', async (_, template, message) => {
    const error = await refusal('cycle', template);
    expect(error).toMatchObject({ code: 'TEMPLATE_INVALID', message: expect.stringMatching(message) });
    expect(error!.problems).toMatchObject([{ path: ['template'] }]);
  });

  test('another syntax', async () =>
    expect((await refusal('curly2', '{{> base }}', { syntax: 'MUSTACHE' }))!.message).toMatch(
      /JINJA, not in MUSTACHE/,
    ));

  test('itself through others, with the way', async () => {
    const error = await refusal('base', '{% include "above" %}');
    expect(error!.message).toMatch(/base includes itself: base → above@1 → base@1/);
  });

  test('a message of a chat, by its path', async () => {
    const messages = [
      { role: 'system', template: 'Hi' },
      { role: 'user', template: '{% include "nobody" %}' },
    ];
    const { errors } = await on.ask(create, {
      input: { name: 'chat', modelProvider: 'a', modelName: 'b', messages },
    });
    expect(errors[0]!.problems).toMatchObject([{ path: ['messages', 1, 'template'] }]);
  });

  test('nine deep, and eight are not', async () => {
    await publish('deep0', 'Bottom.');
    for (let depth = 1; depth <= 8; depth += 1) await publish(`deep${depth}`, `{% include "deep${depth - 1}" %}`);
    expect(await text('deep8')).toBe('Bottom.');
    expect((await refusal('deep9', '{% include "deep8" %}'))!.message).toMatch(/more than 8 deep \(deep8 → deep7/);
  });

  test('more than 256 KiB together', async () => {
    await publish('large', 'x'.repeat(60_000));
    await publish('larger', '{% include "large" %}'.repeat(2));
    const twice = Array.from({ length: 5 }, (_, index) => `big${index}`);
    for (const name of twice) await publish(name, `${name} ${'x'.repeat(60_000)}`);
    const error = await refusal('largest', twice.map((name) => `{% include "${name}" %}`).join(''));
    expect(error).toMatchObject({ code: 'TEMPLATE_INVALID', message: expect.stringMatching(/262144 bytes/) });
  });
});

describe('files', () => {
  const entry = (name: string, template: string, more: object = {}) => ({
    ...{ name, versions: [{ number: 1, ...content(template) }], ...more },
  });

  test('may name what comes after; the answers are in their order', async () => {
    const prompts = [
      entry('house', '{% include "wall@live" %}'),
      entry('roof', 'Roof {% include "tile" %}'),
      entry('wall', 'Wall {% include "roof@1" %}', { labels: [{ label: 'live', version: 1 }] }),
      entry('tile', 'Tile.'),
    ];
    const planned = await on.done(plan, { prompts });
    expect(planned.map(({ subject, outcome }: any) => `${subject} ${outcome}`)).toEqual([
      ...['house CREATED', 'roof CREATED', 'wall CREATED', 'tile CREATED'],
    ]);
    expect(await on.done('{ prompt(name: "house") { name } }')).toBeNull();
    await on.done(apply, { prompts });
    expect(await text('house')).toBe('Wall Roof Tile.');
    expect((await on.done(apply, { prompts })).map(({ outcome }: any) => outcome)).toEqual(
      Array.from({ length: 4 }, () => 'UNCHANGED'),
    );
  });

  test('that include each other are refused', async () => {
    const [egg, hen] = await on.done(apply, {
      prompts: [entry('egg', '{% include "hen" %}'), entry('hen', 'Lays {% include "egg" %}')],
    });
    for (const [refused, missing] of [
      [egg, 'hen'],
      [hen, 'egg'],
    ])
      expect(refused).toMatchObject({
        outcome: 'REFUSED',
        problems: [{ path: 'versions.0.template', message: expect.stringContaining(missing) }],
      });
  });

  test('a dry run sees what is assumed to be published', async () => {
    await publish('stable', 'Stable.');
    const assuming = ['prompt', 'prompt_version'].map((kind) => {
      const { key, body: stable } = on.store.releases.head<any>(kind, kind === 'prompt' ? 'stable' : 'stable@1')!;
      const to = (name: string) =>
        JSON.parse(JSON.stringify({ kind, key: name, schema: 1, body: { ...stable, name: 'planned' } }));
      return to(key.replace('stable', 'planned'));
    });
    const document = plan
      .replace('$dryRun: Boolean = true', '$dryRun: Boolean = true, $assuming: [PlannedReleaseInput!]!')
      .replace('dryRun: $dryRun)', 'dryRun: $dryRun, assuming: $assuming)');
    const prompts = [entry('needs', '{% include "planned" %}')];
    expect(await on.done(document, { prompts, assuming: [] })).toMatchObject([{ outcome: 'REFUSED' }]);
    expect(await on.done(document, { prompts, assuming })).toMatchObject([{ outcome: 'CREATED' }]);
  });
});

test('entries are put in the order of what they include; a circle and what does not parse keep theirs', () => {
  const entries = [
    ['a', '{% include "c@live" %}'],
    ['b', '{% broken'],
    ['c', '{% include "d" %}'],
    ['d', '{% include "a" %}'],
    ['e', 'x'],
  ].map(([name, template]) => ({ name, versions: [{ syntax: 'JINJA', template }] }) as any);
  expect(inclusionOrder(entries, ({ name }) => name, includedNames).map(({ name }) => name)).toEqual([
    'd',
    'c',
    'a',
    'b',
    'e',
  ]);
});
