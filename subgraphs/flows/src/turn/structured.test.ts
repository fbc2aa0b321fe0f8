import { until } from '@trialogue/store/testing';
import { publishExperiment, publishPrompt } from '../testing/content';
import { publishFlow } from '../testing/flows';
import { tell } from '../testing/story';

const responseSchema = {
  type: 'object',
  properties: { dish: { type: 'string' }, people: { type: 'integer', minimum: 1 } },
  required: ['dish'],
  additionalProperties: false,
};
const soup = { dish: 'A soup of onions', people: 2 };

let story: Awaited<ReturnType<typeof tell>>;
let hashes: string[];
beforeAll(async () => {
  story = await tell({ limits: { deltaMs: 0 } });
  const replies = [
    { when: ['soup'], reply: `\`\`\`json\n${JSON.stringify(soup, null, 2)}\n\`\`\`` },
    { when: ['nothing', 'missing'], reply: '{"people": 2}' },
    { when: [], reply: 'Whatever you like.' },
    { when: [], reply: '{"dish": "Bread", "people": 0}' },
    { when: [], reply: '{"dish": "Bread"}' },
  ];
  hashes = await publishPrompt(story.store, 'dishes', [{ template: 'Name a dish.', replies, responseSchema }]);
  await publishExperiment(story.store, 'cooking', 'dishes', hashes);
});
afterAll(() => story.end());

const begin = async () => (await story.start({ experiment: 'cooking' })).data.startConversation;

test('the answer is the object, which grows in the stream, and its text the JSON', async () => {
  const { id, cursor } = await begin();
  const followed = await story.follow(id, cursor);
  const { answer } = (await story.send(id, 'A soup')).data.sendMessage;
  expect(answer).toMatchObject({ structured: soup, text: JSON.stringify(soup), status: 'COMPLETED' });
  const completed = await followed.until('MessageCompleted');
  expect(completed.message).toMatchObject({ structured: soup });
  expect(followed.text()).toBe('');
  const grown = followed.events.filter(({ __typename }) => __typename === 'StructuredDelta');
  expect(grown.map(({ messageId }) => messageId)).toEqual(grown.map(() => answer.id));
  expect(grown.at(-1).partial).toEqual(soup);

  const again = await story.follow(id, grown[0].cursor);
  await again.until('MessageCompleted');
  expect(again.events).toEqual(followed.events.slice(followed.events.indexOf(grown[0]) + 1));
});

test('an answer that is none is asked for again, in the same turn, and all of it is counted', async () => {
  const { id } = await begin();
  const { answer } = (await story.send(id, 'Anything')).data.sendMessage;
  expect(answer).toMatchObject({ structured: { dish: 'Bread' }, text: '{"dish":"Bread"}' });
  const [end, ...others] = (await story.facts(id)).filter(({ type }) => type === 'execution_completed');
  expect(others).toEqual([]);
  expect(end!.data.usage.output).toBe(answer.usage.output);
  expect(answer.usage.output).toBe(
    ['Whatever you like.', '{"dish": "Bread", "people": 0}', '{"dish": "Bread"}'].reduce(
      (total, said) => total + Math.ceil(said.length / 4),
      0,
    ),
  );
});

test('one that never is one fails the turn, with what it cost', async () => {
  const { id, cursor } = await begin();
  const turn = (await story.send(id, 'Nothing, nothing')).data.sendMessage;
  expect(turn).toMatchObject({
    status: 'FAILED',
    answer: null,
    failure: { code: 'OUTPUT_INVALID', message: expect.stringContaining('dish: is missing') },
  });
  const followed = await story.follow(id, cursor);
  expect(await followed.until('MessageFailed')).toMatchObject({ code: 'OUTPUT_INVALID' });
  const failed = (await story.facts(id)).find(({ type }) => type === 'execution_failed');
  expect(failed!.data).toMatchObject({ code: 'OUTPUT_INVALID', usage: { output: 3 * 4 } });
});

test('a state of a flow that talks as such a prompt answers with the object, too', async () => {
  const [flow] = await publishFlow(story.store, 'cook', [
    {
      definition: {
        initial: 'talk',
        states: { talk: { prompt: {}, until: 'false', next: 'end' }, end: { final: 'end' } },
      },
    },
  ]);
  await publishExperiment(story.store, 'flowing', 'dishes', hashes, {}, { reference: 'cook@1', hash: flow! });
  const { id, cursor } = (await story.start({ experiment: 'flowing' })).data.startConversation;
  const { answer } = (await story.send(id, 'A soup')).data.sendMessage;
  expect(answer).toMatchObject({ structured: soup, text: JSON.stringify(soup) });
  const followed = await story.follow(id, cursor);
  await followed.until('MessageCompleted');
  await until(() => followed.events.some(({ __typename }) => __typename === 'StructuredDelta'));
  expect(followed.text()).toBe('');
});

test('what a strategy calls structured is refused where it cannot be kept', async () => {
  const id = await story.startWith('unkept');
  const turn = (await story.send(id, 'Well?')).data.sendMessage;
  expect(turn).toMatchObject({ status: 'FAILED', failure: { code: 'OUTPUT_INVALID' } });
  expect(turn.failure.message).toContain('structured.dish');
});
