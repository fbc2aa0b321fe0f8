import { publishExperiment, publishPrompt } from '../testing/content';
import { publishFlow, supper } from '../testing/flows';
import { unit } from '../testing/process';
import { kindsOf, tellOfSupper } from '../testing/supper';

let story: Awaited<ReturnType<typeof tellOfSupper>>;
const now = new Date('2026-11-23T10:00:00Z');
beforeAll(async () => {
  story = await tellOfSupper({ clock: () => now });
});
afterAll(() => story.end());

const turnOf = async (answer: Promise<{ data: any }>) => (await answer).data.sendMessage;

test('it opens with what the flow says first, and stands where the flow waits', async () => {
  const { id, ...started } = await story.sitDown({ variables: { name: 'Ana' } });
  expect(started).toMatchObject({
    flow: { id: 'supper@1' },
    state: 'ask',
    slots: {},
    turnCount: 0,
    promptVersion: null,
  });
  const { messages, cursor } = await story.read(id);
  expect(messages.edges.map(({ node }: any) => [node.id, node.text, node.usage, node.standIn])).toEqual([
    [`${id}:0:assistant`, 'Hello Ana.\n\nHow many eat?', null, false],
  ]);
  const followed = await story.follow(id);
  const opened = await followed.until('MessageCompleted');
  expect(kindsOf(followed.events)).toEqual(['welcome', 'ask', 'MessageCompleted']);
  expect(opened).toMatchObject({ cursor, message: messages.edges[0].node });
  expect((await story.facts(id)).map(({ type, data }) => [type, data.state, data.flowVersion])).toEqual([
    ['conversation_started', 'ask', 'supper@1'],
    ['message_sent', undefined, 'supper@1'],
  ]);
  followed.stop();
});

test('a flow may end at its first step', async () => {
  await publishFlow(story.store, 'closed', [
    { definition: { initial: 'shut', states: { shut: { final: 'closed', say: 'We are closed.' } } } },
  ]);
  const { id, status, cursor } = await story.sitDown({ flow: 'closed' });
  expect(status).toBe('COMPLETED');
  const followed = await story.follow(id);
  await followed.until('end');
  expect(kindsOf(followed.events)).toEqual(['shut', 'MessageCompleted', 'ConversationEnded', 'end']);
  expect(followed.events[1].cursor).toBe(cursor);
  expect((await story.facts(id)).map(({ type }) => type)).toEqual([
    'conversation_started',
    'message_sent',
    'flow_completed',
  ]);
});

test('variables that are called like slots fill them', async () => {
  const { id, state, slots } = await story.sitDown({ variables: { servings: 4 } });
  expect({ state, slots }).toEqual({ state: 'plan', slots: { servings: 4 } });
  expect((await story.read(id)).messages.edges[0].node.text).toBe('Hello.\n\nFor 4, then.');
});

describe('what cannot be started is refused, and nothing is written', () => {
  beforeAll(async () => {
    await publishFlow(story.store, 'draft', [{ definition: supper, status: 'DRAFT' }]);
    await publishPrompt(story.store, 'wants', [
      { template: '{{ city }}', variables: [{ name: 'city', required: true }] },
    ]);
    const asks = (prompt: string) => ({
      definition: {
        initial: 'chat',
        states: {
          chat: { prompt: { prompt_version_id: prompt }, until: 'true', next: 'done' },
          done: { final: 'done' },
        },
      },
    });
    await publishFlow(story.store, 'wanting', [asks('wants')]);
    await publishFlow(story.store, 'lost', [asks('nowhere')]);
    await publishFlow(story.store, 'named', [
      { definition: { initial: 'bye', states: { bye: { final: 'done', say: '{{ variables.name }}' } } } },
    ]);
  });

  test.each([
    ['an unknown flow', { flow: 'none' }, 'FLOW_NOT_FOUND'],
    ['an unknown version', { flow: 'supper@2' }, 'FLOW_NOT_FOUND'],
    ['a flow and a prompt', { prompt: 'meal' }, 'BAD_USER_INPUT'],
    ['a slot’s value', { variables: { servings: 40 } }, 'FLOW_INVALID'],
    ['a state that nobody answers in', { flow: 'talk' }, 'FLOW_NEEDS_PROMPT'],
    ['a variable that a prompt of the flow needs', { flow: 'wanting' }, 'PROMPT_VARIABLE_MISSING'],
    ['a prompt that is gone', { flow: 'lost' }, 'PROMPT_NOT_FOUND'],
    ['a variable that the first text needs', { flow: 'named' }, 'FLOW_TEXT_FAILED'],
  ])('%s', async (_, input, code) => {
    const count = async () => (await story.store.sql('select count(*) from exp.conversations')).rows[0]!.count;
    const before = await count();
    expect((await story.start({ experiment: null, flow: 'supper', ...input })).codes).toEqual([code]);
    expect(await count()).toBe(before);
  });

  test('a draft is there for who may read, and not for the public', async () => {
    const draft = { experiment: null, flow: 'draft@1', unit: 'fay' };
    expect((await story.start(draft, unit('fay'))).codes).toEqual(['FLOW_NOT_FOUND']);
    expect((await story.start(draft)).data.startConversation.flow).toEqual({ id: 'draft@1' });
  });
});

describe('under an experiment', () => {
  test('a state that names no prompt is answered by the variant, and the exposure is recorded', async () => {
    const { id, flow, state, promptVersion, arm } = (await story.start({ experiment: 'talks', unit: 'bo' })).data
      .startConversation;
    expect({ flow, state }).toEqual({ flow: { id: 'talk@1' }, state: 'here' });
    expect((await turnOf(story.send(id, 'Hi'))).answer.text).toBe(`I am ${promptVersion.id}.`);
    expect((await story.read(id)).state).toBe('there');
    expect(await story.exposures('bo')).toEqual([expect.objectContaining({ experiment: 'talks', arm })]);
    const executed = (await story.facts(id)).find(({ type }) => type === 'execution_completed')!;
    expect(executed.data).toMatchObject({ experiment: 'talks', state: 'there', promptVersion: promptVersion.id });
    expect(executed.arm).toBe(arm);
  });

  test('it begins in the state that the variant names, and a prompt that a state names is pinned with it', async () => {
    const hashes = await publishPrompt(story.store, 'own', [{}]);
    const [hash] = await publishFlow(story.store, 'supper', [{ definition: supper }]);
    const { head } = story.store.releases;
    const chef = head.call(story.store.releases, 'prompt_version', 'chef@1')!.hash;
    await publishExperiment(
      story.store,
      'suppers',
      'own',
      hashes,
      {},
      {
        reference: 'supper@1',
        hash: hash!,
        initialState: 'plan',
        prompts: { 'chef@production': chef },
      },
    );
    const { id, state, promptVersion } = (
      await story.start({ experiment: 'suppers', unit: 'cy', variables: { servings: 2 } })
    ).data.startConversation;
    expect({ state, promptVersion }).toEqual({ state: 'plan', promptVersion: { id: 'own@1' } });
    expect((await turnOf(story.send(id, 'Ideas?'))).answer.text).toBe('Soup it is.');
    const executed = (await story.facts(id)).find(({ type }) => type === 'execution_completed')!;
    expect(executed.data).toMatchObject({ promptVersion: 'chef@1', strategy: 'prompt_template' });
  });
});
