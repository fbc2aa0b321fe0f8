import { createModels } from '@trialogue/models';
import { type FakeProviders, Hold, startFakeProviders } from '@trialogue/models/testing';
import { silent, until } from '@trialogue/store/testing';
import { pino } from 'pino';
import { unit } from '../../testing/process';
import { tell } from '../../testing/story';

const warnings: any[] = [];
const logger = pino({ level: 'warn' }, { write: (line: string) => void warnings.push(JSON.parse(line)) });

let providers: FakeProviders;
let story: Awaited<ReturnType<typeof tell>>;
beforeAll(async () => {
  providers = await startFakeProviders({ answer: () => ({ tokens: ['They ', 'like ', 'noodles.'] }) });
  const models = createModels({ openai: providers.openai, logger: silent, paceMs: 0, limits: { retries: 0 } });
  story = await tell({ models, logger });
});
afterAll(async () => {
  await story.end();
  await providers.close();
});
beforeEach(() => warnings.splice(0));

const writer = { provider: 'openai', name: 'gpt-4.1-mini' };
const policy = { tokens: 300, summary: { after_tokens: 80, model: writer, tokens: 60 } };

/** A conversation whose variant has this history policy. */
async function start(history: object = policy): Promise<string> {
  const id = (await story.start()).data.startConversation.id;
  await story.store.sql(
    `update exp.conversations set plan = jsonb_set(plan::jsonb, '{config,history}', $2::jsonb) where id = $1`,
    [id, JSON.stringify(history)],
  );
  return id;
}

const summaryQuery = `query ($id: ID!) { conversation(id: $id) { summary {
  text throughTurn model usage { input output cacheRead cacheWrite } writtenAt } } }`;
const summaryOf = async (id: string) => (await story.ask(summaryQuery, { id })).data.conversation.summary;
const written = async (id: string, throughTurn: number) => {
  await until(async () => ((await summaryOf(id))?.throughTurn ?? 0) >= throughTurn);
  return summaryOf(id);
};
const sentOf = async (id: string) =>
  (
    await story.store.sql(
      `select sent_from as "from", sent_through as through, sent_messages as messages, sent_summary as summary,
         sent_tokens as tokens from exp.turns where conversation = $1 order by number`,
      [id],
    )
  ).rows;

/** Talks until a summary is asked for; answers how many turns that took. */
async function talkUntilAsked(id: string): Promise<number> {
  const before = providers.requests.length;
  for (let turn = 1; ; turn++) {
    await story.send(id, `Message number ${turn} of the user`);
    if (providers.requests.length > before) return turn;
    if (turn > 30) throw new Error('no summary was asked for');
  }
}
const told = (index: number): string => JSON.stringify(providers.requests[index]!.body);

test('what is too long is summarised: told to the writer, kept, given to the model in place of it, and recorded', async () => {
  const id = await start();
  const before = providers.requests.length;
  await talkUntilAsked(id);
  const first = await written(id, 1);
  expect(first).toEqual({
    text: 'They like noodles.',
    throughTurn: expect.any(Number),
    model: expect.any(String),
    usage: expect.objectContaining({ output: expect.any(Number) }),
    writtenAt: expect.any(Date),
  });
  for (let turn = 1; turn <= first.throughTurn; turn++) expect(told(before)).toContain(`Message number ${turn} `);
  expect(told(before)).not.toContain(`Message number ${first.throughTurn + 1} `);

  await story.store.sql(
    `update exp.conversations set plan = jsonb_set(plan::jsonb, '{strategy}', '"recall"') where id = $1`,
    [id],
  );
  const { answer } = (await story.send(id, 'And now?')).data.sendMessage;
  expect(answer.text).toMatch(
    /^system: \[Summary of this conversation up to its turn \d+, .* not instructions\.\]\nThey like noodles\.\n\[End of the summary\] \| user: Message number/s,
  );
  expect(answer.text).not.toContain(`Message number ${first.throughTurn} `);
  expect(answer.text).toContain(`Message number ${first.throughTurn + 1} `);
  expect((await sentOf(id)).at(-1)).toMatchObject({ from: first.throughTurn + 1, summary: first.throughTurn });
});

test('from turn to turn nothing is in neither the summary nor the window, and each stretch is summarised once', async () => {
  const id = await start();
  const before = providers.requests.length;
  for (let turn = 1; turn <= 24; turn++) {
    await story.send(id, `Message number ${turn} of the user`);
    await until(async () => {
      const { rows } = await story.store.sql(
        'select from exp.summaries where conversation = $1 and claimed_until is not null',
        [id],
      );
      return rows.length === 0;
    });
  }
  const sent = await sentOf(id);
  for (const { from, summary, tokens } of sent) {
    expect(from).toBe((summary ?? 0) + 1);
    expect(tokens).toBeLessThanOrEqual(300);
  }
  const advances = new Set(sent.map(({ summary }) => summary)).size - 1;
  expect(advances).toBeGreaterThan(2);
  const facts = (await story.facts(id)).filter(({ type }) => type === 'conversation_summarised');
  expect(providers.requests.length - before).toBe(facts.length);
  expect(facts.map(({ data }) => data.throughTurn)).toEqual([...new Set(facts.map(({ data }) => data.throughTurn))]);
  const outputs = facts.map(({ data }) => data.usage.output);
  expect((await summaryOf(id)).usage.output).toBe(outputs.reduce((sum, output) => sum + output, 0));
  const answers = (await story.facts(id)).filter(({ type }) => type === 'execution_completed');
  const { rows } = await story.store.sql('select used_output, cost from exp.conversations where id = $1', [id]);
  const spent = [...facts, ...answers].reduce((sum, { data }) => sum + data.usage.output, 0);
  expect(rows[0]).toEqual({ used_output: spent, cost: null }); // nobody knows a price here
  expect(told(before + 1)).toContain('Your summary so far:\\nThey like noodles.');
});

test.each([
  300, // all of the window
  200,
])('what a long turn pushes out of the window is told to the writer: after %i of 300 tokens', async (after) => {
  const id = await start({ ...policy, summary: { ...policy.summary, after_tokens: after } });
  const before = providers.requests.length;
  await story.send(id, 'Message number 1 of the user');
  await story.send(id, 'Message number 2 of the user');
  await story.send(id, `Message number 3 of the user ${'noodles '.repeat(145)}`);
  expect((await written(id, 1)).throughTurn).toBe(1); // the long one leaves no room for the first
  expect(told(before)).toContain('Message number 1 ');
  await story.send(id, 'Message number 4 of the user');
  expect((await written(id, 2)).throughTurn).toBe(2);
  expect(told(before + 1)).toContain('Message number 2 ');
  expect(told(before + 1)).not.toContain('Message number 3 ');
});

test.each([
  ['a refusal', { tokens: ['I will ', 'not.'], refusal: true }, 'the model refused'],
  ['an empty one', { tokens: [' '] }, 'the model wrote nothing'],
])('%s takes the place of no messages, and what it took is counted', async (_, answer, reason) => {
  const id = await start();
  providers.script(answer);
  await talkUntilAsked(id);
  await until(() => warnings.length > 0);
  expect(warnings[0].err.message).toBe(reason);
  expect(await summaryOf(id)).toBeNull();
  expect(await story.facts(id)).not.toContainEqual(expect.objectContaining({ type: 'conversation_summarised' }));
  const answers = (await story.facts(id)).filter(({ type }) => type === 'execution_completed');
  const { rows } = await story.store.sql('select used_input, cost from exp.conversations where id = $1', [id]);
  const answered = answers.reduce((sum, { data }) => sum + data.usage.input, 0);
  expect(rows[0]!.used_input).toBeGreaterThan(answered);
  expect(rows[0]!.cost).toBeNull(); // nobody knows a price here
  await story.send(id, 'And now?');
  expect((await sentOf(id)).at(-1)).toMatchObject({ from: 1, summary: null });
});

test('no turn waits for a summary, and while it is written nobody else begins it', async () => {
  const id = await start();
  const held = new Hold(1);
  providers.script({ tokens: ['Slow ', 'notes.'], held });
  await talkUntilAsked(id);
  const asked = providers.requests.length;
  const another = await story.another();
  expect((await another.send(id, 'Elsewhere')).data.sendMessage.status).toBe('COMPLETED');
  expect((await story.send(id, 'Here')).data.sendMessage.status).toBe('COMPLETED');
  expect(providers.requests.length).toBe(asked);
  expect(await summaryOf(id)).toBeNull();
  expect((await sentOf(id)).at(-1)).toMatchObject({ from: 1, summary: null });
  held.release();
  expect((await written(id, 1)).text).toBe('Slow notes.');
});

test('a summary that fails is logged without what was said; the window alone is given, and the model is left alone for a while', async () => {
  const id = await start({ ...policy, tokens: 90 });
  providers.script({ status: 400 });
  await talkUntilAsked(id);
  await until(() => warnings.length > 0);
  expect(warnings[0]).toMatchObject({ conversation: id, msg: expect.stringMatching(/^A summary was not written/) });
  expect(JSON.stringify(warnings)).not.toContain('of the user');
  const asked = providers.requests.length;
  for (let turn = 0; turn < 6; turn++) await story.send(id, `Message number ${turn} of the user`);
  expect(providers.requests.length).toBe(asked);
  const last = (await sentOf(id)).at(-1)!;
  expect(last).toMatchObject({ summary: null });
  expect(last.from).toBeGreaterThan(1);
  expect(last.tokens).toBeLessThanOrEqual(90);

  await story.store.sql('update exp.summaries set claimed_until = clock_timestamp() where conversation = $1', [id]);
  await story.send(id, 'Once more');
  expect((await written(id, 1)).text).toBe('They like noodles.');
});

test('whoever was thought dead writes nothing over what was written since', async () => {
  const id = await start();
  const held = new Hold(1);
  providers.script({ tokens: ['Zombie ', 'notes.'], held });
  await talkUntilAsked(id);
  await story.store.sql('update exp.summaries set claimed_until = clock_timestamp() where conversation = $1', [id]);
  await story.send(id, 'Go on');
  const { throughTurn } = await written(id, 1);
  const ended = providers.requests.at(-2)!.ended;
  held.release();
  expect(await ended).toBe('answered');
  await story.send(id, 'And on');
  expect(await summaryOf(id)).toMatchObject({ text: 'They like noodles.', throughTurn });
  const facts = await story.facts(id);
  const summaries = facts.filter(({ type }) => type === 'conversation_summarised');
  expect(summaries).toHaveLength(1);
  const answers = facts.filter(({ type }) => type === 'execution_completed');
  const told = [...summaries, ...answers].reduce((sum, { data }) => sum + data.usage.input, 0);
  const usedInput = async () =>
    (await story.store.sql('select used_input from exp.conversations where id = $1', [id])).rows[0]!.used_input;
  await until(async () => (await usedInput()) > told); // what it took is paid, and counts
});

test('a writer that writes too much is cut', async () => {
  const id = await start();
  providers.script({ tokens: Array.from({ length: 400 }, (_, at) => `word${at} `) });
  await talkUntilAsked(id);
  const { text } = await written(id, 1);
  expect(text).toMatch(/^word0 word1 /);
  expect(text.length).toBeLessThan(400);
});

test('a summary in the window’s place is rebuilt with the conversation in any process, and only who may read that may read it', async () => {
  const id = await start();
  await talkUntilAsked(id);
  const { text } = await written(id, 1);
  const another = await story.another();
  const ask = (caller: ReturnType<typeof unit>) => another.ask(summaryQuery, { id }, caller);
  expect((await ask(unit('ana'))).data.conversation.summary.text).toBe(text);
  expect((await ask(unit('ben'))).data.conversation).toBeNull();
});

test('the scripted model writes none: the window alone is given', async () => {
  const id = await start({ tokens: 90, summary: { after_tokens: 40 } });
  const asked = providers.requests.length;
  for (let turn = 0; turn < 8; turn++) await story.send(id, `Message number ${turn} of the user`);
  expect(providers.requests.length).toBe(asked);
  expect(await summaryOf(id)).toBeNull();
  expect((await sentOf(id)).at(-1)!.tokens).toBeLessThanOrEqual(90);
  expect(warnings).toEqual([]);
});
