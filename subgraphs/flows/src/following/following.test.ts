import { until } from '@trialogue/store/testing';
import { publishFlow, supper, talk } from '../testing/flows';
import { held } from '../testing/story';
import { kindsOf, tellOfSupper } from '../testing/supper';

let story: Awaited<ReturnType<typeof tellOfSupper>>;
const now = new Date('2026-11-23T10:00:00Z');
beforeAll(async () => {
  story = await tellOfSupper({ clock: () => now });
});
afterAll(() => story.end());

const turnOf = async (answer: Promise<{ data: any }>) => (await answer).data.sendMessage;

test('from the first question to its end: it collects, talks as the prompt of its state, and ends', async () => {
  const { id, cursor } = await story.sitDown();
  const followed = await story.follow(id, cursor);
  expect((await turnOf(story.send(id, 'Many.'))).answer).toMatchObject({
    text: 'That is no number. How many?',
    usage: null,
    model: null,
    standIn: false,
  });
  expect(await story.read(id)).toMatchObject({ state: 'ask', slots: {} });
  expect((await turnOf(story.send(id, '3'))).answer.text).toBe('For 3, then.');
  expect(await story.read(id)).toMatchObject({ state: 'plan', slots: { servings: 3 }, status: 'ACTIVE' });
  expect((await turnOf(story.send(id, 'Ideas?'))).answer).toMatchObject({ text: 'Soup it is.', model: 'scripted' });
  expect((await turnOf(story.send(id, 'Fine, thanks!'))).answer).toMatchObject({
    text: 'Soup it is.\n\nEnjoy.',
    usage: { output: 3 },
  });

  expect(await story.read(id)).toMatchObject({ status: 'COMPLETED', outcome: 'fed', state: 'done', endedAt: now });
  expect(await followed.until('ConversationEnded')).toMatchObject({ status: 'COMPLETED', outcome: 'fed' });
  await followed.until('end');
  expect(kindsOf(followed.events).filter((type) => type !== 'MessageDelta')).toEqual([
    ...['MessageStarted', 'MessageCompleted'],
    ...['MessageStarted', 'plan', 'MessageCompleted'],
    ...['MessageStarted', 'MessageCompleted'],
    ...['MessageStarted', 'done', 'MessageCompleted'],
    ...['ConversationEnded', 'end'],
  ]);
  const said = followed.events
    .filter((event) => event.__typename === 'MessageCompleted')
    .map(({ message }) => message.text);
  expect(followed.text()).toBe(said.join(''));
  expect((await story.send(id, 'Hello?')).codes).toEqual(['CONVERSATION_ENDED']);
});

test('its facts: an execution for each turn, with a cost only where something was asked, and one end', async () => {
  const { id } = await story.sitDown();
  for (const text of ['2', 'Thanks? No: thanks!']) await story.send(id, text);
  const facts = await story.facts(id);
  const [collected, talked, ...more] = facts
    .filter(({ type }) => type === 'execution_completed')
    .map(({ data }) => data);
  expect(more).toEqual([]);
  expect(collected).toEqual({
    conversation: id,
    turn: 1,
    strategy: 'prompt_template',
    state: 'plan',
    standIn: true, // as the whole conversation: arms are compared by all of it
    flowVersion: 'supper@1',
  });
  expect(talked).toMatchObject({
    turn: 2,
    state: 'done',
    standIn: true,
    usage: { output: 3 },
    latencyMs: expect.any(Number),
    promptVersion: 'chef@1',
  });
  const ends = facts.filter(({ type }) => ['flow_completed', 'conversation_ended'].includes(type));
  expect(ends.map(({ type, data }) => [type, data])).toEqual([
    [
      'flow_completed',
      {
        flow: 'supper',
        version: 1,
        outcome: 'fed',
        turns: 2,
        standIn: true,
        state: 'done',
        conversation: id,
        flowVersion: 'supper@1',
      },
    ],
  ]);
  expect(JSON.stringify(facts)).not.toContain('Soup');
});

test('too many invalid answers lead where the flow says', async () => {
  const { id } = await story.sitDown();
  await story.send(id, 'Many.');
  expect((await turnOf(story.send(id, 'Lots.'))).answer.text).toBe('Somebody will call you.');
  expect(await story.read(id)).toMatchObject({ status: 'COMPLETED', outcome: 'handed_over', state: 'sorry' });
});

describe('a turn that does not complete leaves the flow where it was', () => {
  test('when it is cancelled', async () => {
    const id = await story.startWith('hold', 'talks');
    const before = held().waiting;
    const answer = turnOf(story.send(id, 'Bye'));
    await until(() => held().waiting > before);
    await story.ask('mutation ($id: ID!) { cancelMessage(conversation: $id) { id } }', { id });
    expect(await answer).toMatchObject({ status: 'CANCELLED', answer: { text: 'Well, ' } });
    expect(await story.read(id)).toMatchObject({ status: 'ACTIVE', state: 'here', outcome: null });
    const failed = (await story.facts(id)).find(({ type }) => type === 'execution_failed')!;
    expect(failed.data).toMatchObject({ code: 'CANCELLED', state: 'here' });
  });

  test('when its strategy fails', async () => {
    const id = await story.startWith('throws', 'talks');
    expect((await turnOf(story.send(id, 'Bye'))).status).toBe('FAILED');
    expect(await story.read(id)).toMatchObject({ status: 'ACTIVE', state: 'here' });
  });

  test('when the text that follows the answer fails, and what the answer cost is kept', async () => {
    const definition = {
      ...supper,
      states: { ...supper.states, done: { final: 'fed', say: '{{ variables.nobody }}' } },
    };
    await publishFlow(story.store, 'broken', [{ definition }]);
    const { id } = await story.sitDown({ flow: 'broken', variables: { servings: 2 } });
    expect(await turnOf(story.send(id, 'thanks'))).toMatchObject({
      status: 'FAILED',
      failure: { code: 'FLOW_TEXT_FAILED' },
    });
    expect(await story.read(id)).toMatchObject({ status: 'ACTIVE', state: 'plan' });
    const failed = (await story.facts(id)).find(({ type }) => type === 'execution_failed')!;
    expect(failed.data).toMatchObject({ usage: { output: 3 }, promptVersion: 'chef@1', state: 'plan' });
  });
});

test('it goes on in another process, with the version that it began with', async () => {
  await publishFlow(story.store, 'moving', [{ definition: talk }, { definition: supper }]);
  const { id } = await story.sitDown({ flow: 'moving@2' });
  await publishFlow(story.store, 'moving', [{ definition: talk }]);
  const other = await story.another();
  expect((await turnOf(other.send(id, '5'))).answer.text).toBe('For 5, then.');
});

test('conversations can be listed by their flow, or a version of it', async () => {
  await publishFlow(story.store, 'listed', [{ definition: supper }, { definition: supper }]);
  for (const flow of ['listed@1', 'listed@2', 'listed@2']) await story.sitDown({ flow });
  const count = async (flow: string) => {
    const { data, codes } = await story.ask(
      'query ($flow: ID) { conversations(flow: $flow) { edges { node { id } } } }',
      {
        flow,
      },
    );
    return data?.conversations.edges.length ?? codes;
  };
  expect(await count('a\u0000')).toEqual(['BAD_USER_INPUT']);
  expect([await count('listed'), await count('listed@2'), await count('listed@3'), await count('none')]).toEqual([
    3, 2, 0, 0,
  ]);
});
