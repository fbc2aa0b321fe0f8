import type { FlowDefinition } from '@trialogue/flow-engine';
import { createModels, type Models } from '@trialogue/models';
import { silent, until } from '@trialogue/store/testing';
import { publishPrompt } from '../testing/content';
import { publishFlow } from '../testing/flows';
import { held, tell } from '../testing/story';

const schema = {
  type: 'object',
  properties: { people: { type: 'integer', minimum: 1 } },
  required: ['people'],
  additionalProperties: false,
} as const;

const triage: FlowDefinition = {
  initial: 'talk',
  slots: { people: { schema: { type: 'integer' } } },
  states: {
    talk: {
      prompt: {
        prompt_version_id: 'counter@1',
        opening: 'Tell me.',
        output: { schema, say: 'So {{ result.people }}.', save: { people: 'result.people' }, max_tries: 2 },
      },
      until: 'true',
      next: 'done',
      failed: 'lost',
    },
    done: { final: 'counted' },
    lost: { final: 'lost', say: 'I do not understand.' },
  },
};

/** What the models were told, last first. */
const asked: string[] = [];
const demanded: unknown[] = [];
let replies: string[] = [];
const scripted = createModels({ logger: silent, paceMs: 0 });
/** The scripted model, with the next reply of the test. */
const models: Models = {
  ...scripted,
  stream(request) {
    const system = request.messages.filter(({ role }) => role === 'system');
    asked.push(system.flatMap(({ parts }) => parts.map((part) => (part.type === 'text' ? part.text : ''))).join('\n'));
    demanded.push(request.output?.schema);
    const reply = replies.shift();
    return scripted.stream(reply === undefined ? request : { ...request, replies: [{ when: [], reply }] });
  },
};

let story: Awaited<ReturnType<typeof tell>>;
beforeAll(async () => {
  story = await tell({ models });
  await publishPrompt(story.store, 'counter', [{ template: 'Count the people.' }]);
  await publishFlow(story.store, 'triage', [{ definition: triage }]);
});
afterAll(() => story.end());
beforeEach(() => {
  asked.length = 0;
  demanded.length = 0;
});

async function say(text: string, ...next: string[]) {
  replies = next;
  const { id, cursor } = (await story.start({ experiment: null, flow: 'triage' })).data.startConversation;
  const followed = await story.follow(id, cursor);
  const turn = (await story.send(id, text)).data.sendMessage;
  await followed.until('MessageCompleted');
  followed.stop();
  const partials = followed.events.flatMap(({ partial }) => (partial ? [partial] : []));
  return { id, turn, streamed: followed.text(), partials };
}

test('of an answer of the schema the object is shown as it grows, and as text what the flow says of it; it is kept as JSON', async () => {
  const { id, turn, streamed, partials } = await say('Three of us', '```json\n{"people": 3}\n```');
  expect(turn.answer).toMatchObject({ text: 'So 3.', structured: { people: 3 }, model: 'scripted' });
  expect(streamed).toBe('So 3.');
  expect(partials.at(-1)).toEqual({ people: 3 });
  expect(await story.read(id)).toMatchObject({ outcome: 'counted', slots: { people: 3 } });
  expect(asked).toHaveLength(1);
  expect(asked[0]).toContain('Count the people.');
  expect(demanded).toEqual([schema]);
  expect(asked[0]).not.toContain('refused');
});

test('one that is not is asked for again, with what was wrong; each is an execution of its own', async () => {
  const { id, turn } = await say('Nobody', '{"people": 0}', '{"people": 1}');
  expect(turn.answer).toMatchObject({ text: 'So 1.', structured: { people: 1 } });
  expect(asked).toHaveLength(2);
  expect(asked[1]).toMatch(/Your last answer was refused: people/);
  const facts = (await story.facts(id)).filter(({ type }) => type.startsWith('execution_'));
  expect(facts.map(({ id: fact, type }) => [fact.slice(id.length + 1), type])).toEqual([
    ['1:execution', 'execution_completed'],
    ['1:2:execution', 'execution_completed'],
  ]);
  const output = facts.reduce((total, { data }) => total + data.usage.output, 0);
  expect(turn.answer.usage.output).toBe(output);
});

test('one that never is takes the flow where it says', async () => {
  const { id, turn } = await say('Hm', 'Three!', '{"people": "three"}', '{"people": 3}');
  expect(turn.answer).toMatchObject({ text: 'I do not understand.', structured: null });
  expect(asked).toHaveLength(2);
  expect(await story.read(id)).toMatchObject({ outcome: 'lost', slots: {} });
});

test('cancelled while it is answered, the turn says what it had said, and nothing of the JSON', async () => {
  const definition: FlowDefinition = {
    initial: 'talk',
    states: { ...triage.states, talk: { prompt: { output: { schema } }, until: 'true', next: 'done', failed: 'lost' } },
  };
  const [hash] = await publishFlow(story.store, 'holding', [{ definition }]);
  const id = await story.startWith('hold', 'talks');
  const flow = JSON.stringify({ flow: { reference: 'holding@1', hash } });
  await story.store.sql(
    `update exp.conversations set plan = plan::jsonb || $2::jsonb, flow_state = '{"state":"talk","slots":{},"tries":0,"turns":0}' where id = $1`,
    [id, flow],
  );
  const before = held().waiting;
  const sent = story.send(id, 'Well?');
  await until(() => held().waiting > before);
  await story.ask(`mutation { cancelMessage(conversation: "${id}") { id } }`);
  expect((await sent).data.sendMessage).toMatchObject({ status: 'CANCELLED', answer: { text: '', structured: null } });
});
