import { tell } from './testing/story';

let story: Awaited<ReturnType<typeof tell>>;
beforeAll(async () => {
  story = await tell();
});
afterAll(() => story.end());

const rateMutation = `mutation ($id: ID!, $score: Int!, $comment: String) {
  rateConversation(conversation: $id, score: $score, comment: $comment) { rating ratingComment } }`;
const rate = (id: string, score: number, comment?: string, caller?: any) =>
  story.ask(rateMutation, { id, score, comment }, caller);
const started = async () => (await story.start()).data.startConversation.id;
const ratings = async (id: string) => (await story.facts(id)).filter(({ type }) => type === 'conversation_rated');

test('a conversation is rated once, however often that is sent, also when it has ended', async () => {
  const id = await started();
  await story.ask('mutation ($id: ID!) { endConversation(conversation: $id) { id } }', { id });
  const all = await Promise.all([rate(id, 4, 'Good.'), rate(id, 4, 'Good.'), rate(id, 4, 'Good.')]);
  for (const { data } of all) expect(data.rateConversation).toEqual({ rating: 4, ratingComment: 'Good.' });
  expect((await rate(id, 1, 'Bad.')).codes).toEqual(['CONVERSATION_RATED']);
  expect((await rate(id, 4)).codes).toEqual(['CONVERSATION_RATED']);
  const facts = await ratings(id);
  expect(facts).toHaveLength(1);
  expect(facts[0]).toMatchObject({ id: `${id}:rated`, data: { score: 4, experiment: 'meals', conversation: id } });
  expect(JSON.stringify(facts[0])).not.toContain('Good.');
});

test.each([0, 6])('a score of %d is refused, and nothing is written', async (score) => {
  const id = await started();
  expect((await rate(id, score)).codes).toEqual(['BAD_USER_INPUT']);
  expect((await rate(id, 3, 'x'.repeat(2_001))).codes).toEqual(['BAD_USER_INPUT']);
  expect(await ratings(id)).toEqual([]);
});

test('only its unit rates a conversation', async () => {
  const id = await started();
  const stranger = { subject: 'page', scopes: ['converse'], unit: 'bert' };
  expect((await rate(id, 5, undefined, stranger)).codes).toEqual(['CONVERSATION_NOT_FOUND']);
  const ana = { subject: 'page', scopes: ['converse'], unit: 'ana' };
  expect((await rate(id, 5, undefined, ana)).data.rateConversation.rating).toBe(5);
});
