import { createModels, type Models } from '@trialogue/models';
import { silent, until } from '@trialogue/store/testing';
import type { Caller } from '@trialogue/subgraph';
import { publishExperiment, publishPrompt } from './testing/content';
import { tell } from './testing/story';

let story: Awaited<ReturnType<typeof tell>>;
const now = new Date('2026-11-23T10:00:00Z');
beforeAll(async () => {
  story = await tell({ clock: () => now });
});
afterAll(() => story.end());

test('from its start to the end of the first turn', async () => {
  const { data } = await story.start();
  const { id, ...started } = data.startConversation;
  expect(started).toMatchObject({
    unit: 'ana',
    status: 'ACTIVE',
    arm: 'arm-of-meal@2',
    turnCount: 0,
    expiresAt: new Date('2026-11-24T10:00:00Z'),
    variant: { experimentKey: 'meals', key: 'treatment1' },
    promptVersion: { id: 'meal@2' },
  });
  const followed = await story.follow(id, started.cursor);
  const turn = (await story.send(id, 'Soup?')).data.sendMessage;
  expect(turn).toMatchObject({ number: 1, status: 'COMPLETED', failure: null, question: { text: 'Soup?' } });
  expect(turn.answer).toMatchObject({ text: 'I am meal@2.', model: 'scripted', standIn: true, arm: 'arm-of-meal@2' });

  const completed = await followed.until('MessageCompleted');
  expect(completed.message).toEqual(turn.answer);
  expect(followed.text()).toBe(turn.answer.text);
  expect(followed.events[0]).toMatchObject({
    message: { status: 'STREAMING', text: '' },
    inReplyTo: { text: 'Soup?' },
  });
  expect((await story.read(id)).messages.edges.map(({ node }: any) => node.text)).toEqual(['Soup?', 'I am meal@2.']);
});

test('a unit always gets the same variant, and is exposed once', async () => {
  const arms = new Set<string>();
  for (let round = 0; round < 3; round += 1) {
    const { arm } = (await story.start({ unit: 'bo' })).data.startConversation;
    arms.add(arm);
  }
  expect(arms.size).toBe(1);
  const [exposure, ...others] = await story.exposures('bo');
  expect(others).toEqual([]);
  expect(exposure).toMatchObject({ experiment: 'meals', arm: [...arms][0], stand_in: true, reason: 'ASSIGNED' });
});

test('its facts are in the log, each once, in the order in which they came about', async () => {
  const { id } = (await story.start({ unit: 'cy', attributes: { country: 'PT' } })).data.startConversation;
  await story.send(id, 'Soup?');
  const facts = await story.facts(id);
  expect(facts.map(({ type }) => type)).toEqual([
    'conversation_started',
    'message_sent',
    'message_sent',
    'execution_completed',
  ]);
  expect(facts[0]!.data).toMatchObject({ attributes: { country: 'PT' }, standIn: true, experiment: 'meals' });
  expect(facts[3]!.data).toMatchObject({
    turn: 1,
    propensity: 0.5,
    model: 'scripted',
    standIn: true,
    usage: { output: 3 },
    stopReason: 'end',
  });
  expect(JSON.stringify(facts)).not.toContain('Soup');
});

describe('what a stand-in had a part in is marked in every event', () => {
  const scripted = createModels({ logger: silent, paceMs: 0 });
  /** The same answers, as if the model of the prompt gave them. */
  const real: Models = {
    resolve: (model) => ({ ...scripted.resolve(model), standIn: false }),
    async *stream(request) {
      for await (const event of scripted.stream(request)) yield { ...event, standIn: false };
    },
  };
  const end = 'mutation ($id: ID!) { endConversation(conversation: $id) { status } }';
  const exposed = async (of: string) => (await story.exposures(of)).map(({ stand_in }) => stand_in).sort();
  const marks = async (id: string) => (await story.facts(id)).map(({ type, data }) => [type, data.standIn]);
  let keyed: Awaited<ReturnType<typeof story.another>>;
  beforeAll(async () => {
    keyed = await story.another({ models: real });
  });

  test('a conversation that a stand-in answered, to its end', async () => {
    const { id } = (await story.start({ unit: 'ned' })).data.startConversation;
    await story.send(id, 'Soup?');
    await story.ask(end, { id });
    expect(await marks(id)).toEqual([
      ['conversation_started', true],
      ['message_sent', true],
      ['message_sent', true],
      ['execution_completed', true],
      ['conversation_ended', true],
    ]);
    const { messages } = await story.read(id);
    expect(messages.edges[0].node).toMatchObject({ role: 'USER', standIn: false });
  });

  test('one that was dropped before it said a word', async () => {
    const { id } = (await story.start({ unit: 'oda' })).data.startConversation;
    await story.store.sql('update exp.conversations set expires_at = $2 where id = $1', [id, now]);
    await until(async () => (await story.read(id)).status === 'DROPPED_OFF');
    expect((await marks(id)).at(-1)).toEqual(['user_dropped_off', true]);
  });

  test('one that no stand-in had a part in', async () => {
    const { id } = (await keyed.start({ unit: 'pia' })).data.startConversation;
    await keyed.send(id, 'Soup?');
    await keyed.ask(end, { id });
    expect((await marks(id)).filter(([, standIn]) => standIn)).toEqual([]);
    expect(await exposed('pia')).toEqual([false]);
  });

  test('one that begins without a key and goes on with one exposes its unit to the model too, once', async () => {
    const { id, release } = (await story.start({ unit: 'quin' })).data.startConversation;
    expect(await exposed('quin')).toEqual([true]);
    for (const text of ['Soup?', 'Stew?']) await keyed.send(id, text);
    const [first, second] = (await story.exposures('quin')).sort((a, b) => b.stand_in - a.stand_in);
    expect(second).toEqual({ ...first, stand_in: false });
    expect(second).toMatchObject({ reason: 'ASSIGNED', release, bucket: expect.any(Number) });
    const { rows } = await story.store.sql(
      `select data->>'standIn' as stand_in from exp.events where unit = 'quin' and type = 'exposure' order by xid, seq`,
    );
    expect(rows.map(({ stand_in }) => stand_in)).toEqual(['true', 'false']);
    await keyed.ask(end, { id });
    expect((await marks(id)).at(-1)).toEqual(['conversation_ended', true]);
  });

  test('and one that goes on without its key exposes its unit to the stand-in', async () => {
    const { id } = (await keyed.start({ unit: 'ron' })).data.startConversation;
    for (const text of ['Soup?', 'Stew?']) await story.send(id, text);
    expect(await exposed('ron')).toEqual([false, true]);
    await keyed.ask(end, { id });
    expect((await marks(id)).at(-1)).toEqual(['conversation_ended', true]);
  });

  test('a conversation without an experiment exposes nobody, whoever answers', async () => {
    const { id } = (await story.start({ experiment: null, prompt: 'meal', unit: 'sue' })).data.startConversation;
    await keyed.send(id, 'Soup?');
    expect(await exposed('sue')).toEqual([]);
  });
});

function nested(levels: number): unknown {
  let value: unknown = 'at last';
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
}

describe('what cannot be started is refused, and nothing is written', () => {
  beforeAll(async () => {
    const [hash] = await publishPrompt(story.store, 'picky', [
      { template: 'For {{ diet }}s.', variables: [{ name: 'diet', required: true }] },
    ]);
    await publishExperiment(story.store, 'paused', 'picky', [hash!], { status: 'PAUSED' });
    await publishExperiment(story.store, 'nobody', 'picky', [hash!], { traffic: 0 });
    await publishExperiment(story.store, 'strict', 'picky', [hash!]);
  });

  test('what the strategy gives to its prompt itself is not missing', async () => {
    const { hash } = story.store.releases.head('prompt_version', 'picky@1')!;
    const variant = { key: 'v', weight: 1, isControl: true, executionStrategy: 'decides', arm: 'a' };
    const variants = [{ ...variant, config: { execution_strategy: 'decides' }, pins: { 'picky@1': hash } }];
    await publishExperiment(story.store, 'decided', 'picky', [hash], { variants });
    expect((await story.start({ experiment: 'decided' })).codes).toEqual([]);
  });

  test.each([
    ['an unknown experiment', { experiment: 'none' }, 'EXPERIMENT_NOT_FOUND'],
    ['a paused one', { experiment: 'paused' }, 'EXPERIMENT_NOT_RUNNING'],
    ['a unit outside of its traffic', { experiment: 'nobody' }, 'UNIT_NOT_IN_EXPERIMENT'],
    ['a missing variable', { experiment: 'strict' }, 'PROMPT_VARIABLE_MISSING'],
    ['a missing variable of a prompt', { prompt: 'picky', experiment: null }, 'PROMPT_VARIABLE_MISSING'],
    ['an unknown prompt', { prompt: 'none', experiment: null }, 'PROMPT_NOT_FOUND'],
    ['an unknown version', { prompt: 'meal@9', experiment: null }, 'PROMPT_NOT_FOUND'],
    ['both', { prompt: 'meal', experiment: 'meals' }, 'BAD_USER_INPUT'],
    ['neither', { experiment: null }, 'BAD_USER_INPUT'],
    ['a unit that is no text', { unit: '\ud800' }, 'BAD_USER_INPUT'],
    ['an attribute that jsonb refuses', { attributes: { name: 'a\u0000' } }, 'BAD_USER_INPUT'],
    ['variables without end', { variables: { text: 'x'.repeat(40_000) } }, 'BAD_USER_INPUT'],
    ['variables without a bottom', { variables: { list: nested(20_000) } }, 'BAD_USER_INPUT'],
    ['attributes without a bottom', { attributes: { list: nested(20_000) } }, 'BAD_USER_INPUT'],
  ])('%s', async (_, input, code) => {
    const count = async () => (await story.store.sql('select count(*) from exp.conversations')).rows[0]!.count;
    const before = await count();
    expect((await story.start({ unit: 'dee', ...input })).codes).toEqual([code]);
    expect(await count()).toBe(before);
    expect(await story.exposures('dee')).toEqual([]);
  });

  test('and with the variable it starts', async () => {
    const { data } = await story.start({ experiment: 'strict', unit: 'eve', variables: { diet: 'omnivore' } });
    expect((await story.send(data.startConversation.id, 'Hi')).data.sendMessage.status).toBe('COMPLETED');
  });
});

test.each([
  ['meal', 'meal@1'],
  ['meal@2', 'meal@2'],
  ['meal@production', 'meal@1'],
])('a conversation with the prompt %s runs %s and exposes nobody', async (prompt, version) => {
  const { data } = await story.start({ experiment: null, prompt, unit: 'fay' });
  const { id, variant, promptVersion } = data.startConversation;
  expect({ variant, promptVersion }).toEqual({ variant: null, promptVersion: { id: version } });
  expect((await story.send(id, 'Hi')).data.sendMessage.answer.text).toBe(`I am ${version}.`);
  expect(await story.exposures('fay')).toEqual([]);
});

describe.each(['DRAFT', 'ARCHIVED'] as const)('a version that is %s', (status) => {
  const prompt = `${status.toLowerCase()}@1`;
  const startAs = (scopes: Caller['scopes']) =>
    story.start({ experiment: null, prompt, unit: 'fay' }, { subject: 'app', unit: 'fay', scopes });
  beforeAll(() => publishPrompt(story.store, status.toLowerCase(), [{ status }]));

  test('is not there for the public', async () => {
    expect((await startAs(['converse'])).codes).toEqual(['PROMPT_NOT_FOUND']);
  });

  test.each(['read', 'edit'] as const)('can be tried with the scope %s while it is a draft', async (scope) => {
    const { data, codes } = await startAs(['converse', scope]);
    if (status === 'ARCHIVED') expect(codes).toEqual(['PROMPT_VERSION_ARCHIVED']);
    else expect(data.startConversation.promptVersion).toEqual({ id: prompt });
  });
});

test('a version that is archived meanwhile answers nobody, whoever holds it pinned', async () => {
  const [hash] = await publishPrompt(story.store, 'leaving', [{}]);
  await publishExperiment(story.store, 'left', 'leaving', [hash!]);
  const { id } = (await story.start({ experiment: 'left', unit: 'joe' })).data.startConversation;
  expect((await story.send(id, 'Hi')).data.sendMessage.status).toBe('COMPLETED');
  await publishPrompt(story.store, 'leaving', [{ status: 'ARCHIVED' }]);
  expect((await story.send(id, 'Still there?', 'second')).data.sendMessage).toMatchObject({
    status: 'FAILED',
    failure: { code: 'PROMPT_VERSION_ARCHIVED' },
  });
  expect((await story.start({ experiment: 'left', unit: 'kim' })).codes).toEqual(['PROMPT_VERSION_ARCHIVED']);
  expect(await story.exposures('kim')).toEqual([]);
});

test('after an experiment was stopped everybody gets its winner, and nobody is compared', async () => {
  const hashes = await publishPrompt(story.store, 'won', [{}, {}]);
  await publishExperiment(story.store, 'over', 'won', hashes, { status: 'STOPPED', winner: 'treatment1' });
  const { data } = await story.start({ experiment: 'over', unit: 'gus' });
  expect(data.startConversation.variant).toEqual({ experimentKey: 'over', key: 'treatment1' });
  await story.send(data.startConversation.id, 'Hi');
  expect(await story.exposures('gus')).toEqual([]);
  const facts = await story.facts(data.startConversation.id);
  expect(facts.map((fact) => fact.data.experiment)).toEqual([undefined, undefined, undefined, undefined]);
});

const end = 'mutation ($id: ID!) { endConversation(conversation: $id, outcome: "solved") { status outcome endedAt } }';

test('an ended conversation takes no message, and its stream ends', async () => {
  const { id, cursor } = (await story.start({ unit: 'hal' })).data.startConversation;
  const followed = await story.follow(id, cursor);
  const { data } = await story.ask(end, { id });
  expect(data.endConversation).toEqual({ status: 'COMPLETED', outcome: 'solved', endedAt: now });
  expect((await followed.until('ConversationEnded')).status).toBe('COMPLETED');
  await followed.until('end');
  expect((await story.send(id, 'Hi')).codes).toEqual(['CONVERSATION_ENDED']);
  expect((await story.ask(end, { id })).codes).toEqual(['CONVERSATION_ENDED']);
  expect((await story.facts(id)).map(({ type }) => type)).toEqual(['conversation_started', 'conversation_ended']);
});

test.each([
  ['a \\u0000', '2026-11-23T10:00:00.000Z \u0000'],
  ['a year that Postgres does not know', '-271821-04-20T00:00:00.000Z id'],
  ['a month that nobody knows', '2026-13-01T00:00:00.000Z id'],
  ['no id', '2026-11-23T10:00:00.000Z '],
])('a cursor with %s is none', async (_, key) => {
  const after = Buffer.from(key).toString('base64url');
  const page = 'query ($after: String) { conversations(after: $after) { edges { node { id } } } }';
  expect((await story.ask(page, { after })).codes).toEqual(['CURSOR_INVALID']);
});

test('the messages of a list of conversations cost one statement', async () => {
  const spy = jest.spyOn(story.store, 'sql');
  const document = '{ conversations(first: 50) { edges { node { messages(first: 2) { edges { node { text } } } } } } }';
  const { data } = await story.ask(document);
  expect(data.conversations.edges.length).toBeGreaterThan(5);
  expect(spy.mock.calls.filter(([text]) => String(text).includes('exp.messages'))).toHaveLength(1);
  spy.mockRestore();
});
