import type { FlowDefinition } from '@trialogue/flow-engine';
import { createModels } from '@trialogue/models';
import {
  type FakeAnswer,
  type FakeProviders,
  type ProviderRequest,
  startFakeProviders,
} from '@trialogue/models/testing';
import { silent } from '@trialogue/store/testing';
import { publishExperiment, publishPrompt } from '../testing/content';
import { publishFlow } from '../testing/flows';
import { deeds } from '../testing/shop';
import { tell } from '../testing/story';

class Kill extends Error {}

/** Where the process dies: the n-th time that it comes to a step. */
let dying: { readonly step: string; count: number } | undefined;
const usage = { input: 10, output: 5 };

/** A model that wants the weather of each city that the user names, then says what it was told. */
function planner({ body, provider }: ProviderRequest): FakeAnswer {
  const results = body.messages.flatMap((message: any) => (provider === 'openai' ? message : message.content));
  const told = results.flatMap((one: any) => (one.tool_call_id || one.tool_use_id ? [one.content] : []));
  if (told.length > 0)
    return { tokens: ['I hear: ', `${told.join(', ').replaceAll('"', '')}.`], usage, model: 'planner' };
  const said = body.messages.at(-1).content;
  const cities = (typeof said === 'string' ? said : said.map(({ text }: any) => text).join('')).split(' and ');
  const toolCalls = cities.map((city: string, index: number) => ({
    ...{ id: `call-${index}`, tool: 'weather' },
    arguments: { city },
  }));
  return { tokens: ['Let me ', 'look.'], toolCalls, usage, model: 'planner' };
}

const trip: FlowDefinition = {
  initial: 'ask',
  slots: { city: { schema: { type: 'string' } }, said: { schema: { type: 'string' } } },
  states: {
    ask: { collect: 'city', ask: 'Where to?', next: 'look' },
    look: {
      call: { strategy: 'forecast', input: { text: 'slots.city' } },
      save: { said: 'result.text' },
      next: 'tell',
      failed: 'lost',
    },
    tell: { final: 'told', say: '{{ slots.said }}' },
    lost: { final: 'lost', say: 'Nobody knows.' },
  },
};

let providers: FakeProviders;
let story: Awaited<ReturnType<typeof tell>>;
let living: Awaited<ReturnType<typeof story.another>>;
beforeAll(async () => {
  const checkpoint = (step: string) => {
    if (dying?.step === step && --dying.count === 0) throw new Kill(step);
  };
  providers = await startFakeProviders({ answer: planner });
  const models = createModels({ anthropic: providers.anthropic, openai: providers.openai, logger: silent });
  story = await tell({ models, checkpoint, limits: { reapEveryMs: 3_600_000 } });
  living = await story.another({ models, checkpoint: () => {}, limits: { reapEveryMs: 20 } });
  await publishFlow(story.store, 'trip', [{ definition: trip }]);
});
afterAll(async () => {
  await story.end();
  await providers.close();
});
beforeEach(() => {
  deeds().length = 0;
});

test.each(['anthropic/claude-sonnet-4.6', 'openai/gpt-4.1'])(
  'what %s calls and what came of it is in the stream, in order with the text; the answer is all of it',
  async (model) => {
    const id = await story.startWith('forecast');
    await story.store.sql('update exp.conversations set attributes = $2 where id = $1', [
      id,
      JSON.stringify({ model }),
    ]);
    const followed = await story.follow(id);
    const { answer } = (await story.send(id, 'Rome and Oslo')).data.sendMessage;
    const said = 'Let me look.\n\nI hear: Rome is sunny, Oslo is sunny.';
    expect(answer).toMatchObject({ text: said, model: 'planner', usage: { output: 10 } });
    await followed.until('MessageCompleted');
    expect(followed.text()).toBe(said);
    const ofTools = followed.events.filter(({ __typename }) => __typename.startsWith('Tool'));
    const tool = (index: number) => ({ tool: 'weather', callId: `call-${index}`, messageId: answer.id });
    expect(ofTools.slice(0, 2)).toMatchObject([
      { __typename: 'ToolCalled', ...tool(0), arguments: { city: 'Rome' } },
      { __typename: 'ToolCalled', ...tool(1), arguments: { city: 'Oslo' } },
    ]);
    // Both are used at once.
    expect(ofTools.slice(2).sort((one, other) => one.callId.localeCompare(other.callId))).toMatchObject([
      { __typename: 'ToolAnswered', ...tool(0), ok: true },
      { __typename: 'ToolAnswered', ...tool(1), ok: true },
    ]);
    const first = followed.events.findIndex(({ __typename }) => __typename === 'MessageDelta');
    expect(followed.events[first]!.text).toBe('Let me look.');
    expect(followed.events[first + 1]!.__typename).toBe('ToolCalled');
    expect(new Set(deeds().map(({ text }) => text))).toEqual(new Set(['Rome', 'Oslo']));
  },
);

const letLeaseEnd = (id: string) =>
  living.store.sql(
    `update exp.conversations set lease_until = now() - interval '1 s' where id = $1 and lease_until is not null`,
    [id],
  );

// The ledger begins and ends the call, and within it the model's first answer, the tool, and the model's second answer.
test.each([
  ['the tool was begun, which may be used again', 'effectBegun', 3, 1, 2],
  ['the tool has answered', 'effectDone', 2, 1, 2],
  ['the model has said its last', 'effectDone', 3, 1, 2],
])('a process dies after %s: what is recorded is not done again', async (_, step, count, uses, questions) => {
  const { id } = (await story.start({ experiment: null, flow: 'trip' })).data.startConversation;
  dying = { step, count };
  const before = providers.requests.length;
  expect((await story.send(id, 'Rome', 'once')).codes).toEqual(['INTERNAL_SERVER_ERROR']);
  dying = undefined;
  await letLeaseEnd(id);
  const turn = (await living.send(id, 'Rome', 'once')).data.sendMessage;
  expect(turn).toMatchObject({ status: 'COMPLETED', answer: { text: 'Let me look.\n\nI hear: Rome is sunny.' } });
  expect(deeds()).toHaveLength(uses);
  expect(new Set(deeds().map((deed) => deed.id)).size).toBe(1);
  expect(providers.requests.length - before).toBe(questions);
});

// Without a flow: the ledger has the model's first answer, the tool, and the model's second answer.
test.each([
  ['the tool was begun, which may be used again', 'effectBegun', 2, 1, 2],
  ['the tool has answered', 'effectDone', 2, 1, 2],
  ['the model was about to be asked again', 'effectBegun', 3, 1, 2],
  ['the model has said its last', 'effectDone', 3, 1, 2],
  ['all was said, and is recorded', 'executed', 1, 1, 2],
])(
  'a process dies after %s: its turn is resumed, and its message begins again',
  async (_, step, count, uses, questions) => {
    const id = await story.startWith('forecast');
    const before = providers.requests.length;
    const followed = await living.follow(id);
    dying = { step, count };
    expect((await story.send(id, 'Rome', 'once')).codes).toEqual(['INTERNAL_SERVER_ERROR']);
    dying = undefined;
    await letLeaseEnd(id);
    const text = 'Let me look.\n\nI hear: Rome is sunny.';
    const turn = (await living.send(id, 'Rome', 'once')).data.sendMessage;
    expect(turn).toMatchObject({ number: 1, status: 'COMPLETED', answer: { text } });
    expect(deeds()).toHaveLength(uses);
    expect(providers.requests.length - before).toBe(questions);
    await followed.until('MessageCompleted');
    const begins = followed.events.flatMap(({ __typename }, index) => (__typename === 'MessageStarted' ? [index] : []));
    const last = followed.events.slice(begins.at(-1));
    expect(last.map((event) => (event.__typename === 'MessageDelta' ? event.text : '')).join('')).toBe(text);
    expect(last.filter(({ __typename }) => __typename === 'ToolCalled')).toHaveLength(1);
    const ids = begins.map((index) => followed.events[index].message.id);
    expect(new Set(ids)).toEqual(new Set([turn.answer.id]));
    followed.stop();
    const ends = (await living.facts(id)).filter(({ type }) => type.startsWith('execution_'));
    expect(ends.map(({ type, data }) => [type, data.usage.output])).toEqual([['execution_completed', 10]]);
  },
);

test('without any provider, a scripted reply uses its tools and is said once they have answered', async () => {
  const calls = [{ tool: 'weather', arguments: { city: 'Rome' } }];
  const hashes = await publishPrompt(story.store, 'rehearsed', [
    { replies: [{ when: [], calls, reply: 'Take a hat.' }] },
  ]);
  await publishExperiment(story.store, 'rehearsals', 'rehearsed', hashes);
  const { id } = (await story.start({ experiment: 'rehearsals' })).data.startConversation;
  await story.store.sql(
    `update exp.conversations set plan = jsonb_set(plan::jsonb, '{config,prompt_config,tools}', '["weather"]') where id = $1`,
    [id],
  );
  const followed = await story.follow(id);
  const { answer } = (await story.send(id, 'Rome?')).data.sendMessage;
  expect(answer).toMatchObject({ text: 'Take a hat.', standIn: true });
  await followed.until('MessageCompleted');
  expect(followed.events.filter(({ __typename }) => __typename.startsWith('Tool'))).toEqual([
    expect.objectContaining({ __typename: 'ToolCalled', tool: 'weather', arguments: { city: 'Rome' } }),
    expect.objectContaining({ __typename: 'ToolAnswered', tool: 'weather', ok: true }),
  ]);
  followed.stop();
});
