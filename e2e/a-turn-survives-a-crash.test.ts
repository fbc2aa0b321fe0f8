import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { turnSteps } from '@trialogue/flows-subgraph';
import { follow, read, say, sendDocument, start } from './support/chat';
import { rows } from './support/database';
import { makeProject, startProduct } from './support/product';
import { until } from './support/until';

/** What of a turn must be there exactly once, whatever happened to its process. */
const facts = (url: string, conversation: string) =>
  rows(
    url,
    `select type, count(*)::int from exp.events where id like $1 || ':%' and type <> 'conversation_started' group by 1 order by 1`,
    [conversation],
  );

/** A project with an experiment whose strategy does something to the world, once per turn, and then answers. */
function makeBookingProject(): { root: string; booked(): string[] } {
  const root = makeProject();
  const folder = path.join(root, 'booking');
  mkdirSync(folder);
  writeFileSync(
    path.join(folder, 'index.js'),
    `const { appendFileSync } = require('node:fs');
     const text = { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] };
     const booking = { name: 'booking', version: '1', configKey: 'booking', input: text, output: text,
       config: { type: 'object', properties: { room: { type: 'string' } } }, effects: 'idempotent',
       async execute({ once, emit, input }) {
         await once('table', async () => {
           appendFileSync(__dirname + '/booked.log', input.text + '\\n');
           return null;
         });
         await emit({ type: 'text', text: 'It is booked.' });
         return { text: 'It is booked.' };
       } };
     module.exports = { name: 'booking', version: '1.0.0', apiVersion: 1, options: { type: 'object', properties: {} },
       setup: async () => ({ strategies: [booking] }) };`,
  );
  appendFileSync(path.join(root, 'config/plugins.yml'), '\n  - path: ./booking\n');
  appendFileSync(
    path.join(root, 'config/experiments.example.yml'),
    `\n  - key: bookings\n    status: running\n    primary_metric: booked\n    sample_size: 100\n    variants:
      - { key: a, control: true, config: { execution_strategy: booking, booking: { room: hall } } }
      - { key: b, config: { execution_strategy: booking, booking: { room: garden } } }\n`,
  );
  const log = path.join(folder, 'booked.log');
  return { root, booked: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []) };
}

test.each(turnSteps)('kill -9 after the step `%s`: the turn ends, and nothing is lost or doubled', async (step) => {
  // Longer than a busy machine keeps the process from renewing it: the turn must get as far as the step.
  const env = { TRIALOGUE_TURN_LEASE_MS: '3000' };
  const { root, booked } = makeBookingProject();
  const product = await startProduct({ ...env, TRIALOGUE_CRASH_AT: step }, root);
  const conversation = await start(product, `kim-${step}`, { experiment: 'bookings' });
  const input = { conversation: conversation.id, text: 'Plan a picnic', clientMessageId: 'once' };
  await product.graph(sendDocument, { input }).catch(() => undefined);
  await until(() => product.hasEnded());
  await product.end('SIGKILL');

  const next = await startProduct({ DATABASE_URL: product.databaseUrl }, product.root);
  const retried = await say(next, conversation.id, 'Plan a picnic', 'once');
  const completed = retried.status === 'COMPLETED';
  // Of what was said when all was executed, some may have been shown, which nothing has recorded.
  if (step !== 'executed') expect(completed).toBe(true);
  if (!completed) expect(retried.failure.code).toBe('TURN_ABANDONED');
  const end = completed ? 'MessageCompleted' : 'MessageFailed';
  const stream = await follow(next.socket(), conversation.id, end, conversation.cursor);
  expect(stream.filter((event) => /MessageCompleted|MessageFailed/.test(event.__typename))).toHaveLength(1);
  expect((await facts(product.databaseUrl, conversation.id)).map(({ type, count }) => [type, count])).toEqual(
    completed
      ? [
          ['execution_completed', 1],
          ['message_sent', 2],
        ]
      : [
          ['execution_failed', 1],
          ['message_sent', 1],
        ],
  );

  expect(booked()).toEqual(['Plan a picnic']);
  expect((await say(next, conversation.id, 'And a cake?', 'next')).status).toBe('COMPLETED');
  expect(booked()).toEqual(['Plan a picnic', 'And a cake?']);
  const { messages, turnCount } = await read(next, conversation.id);
  expect(turnCount).toBe(2);
  const texts = messages.edges.map(({ node }: any) => node.text);
  expect(texts.filter((text: string) => text === 'Plan a picnic')).toHaveLength(1);
});

test.each(['started', 'delta', 'executed'])('kill -9 after `%s` of a hybrid: its turn ends, once', async (step) => {
  const product = await startProduct({ TRIALOGUE_TURN_LEASE_MS: '3000', TRIALOGUE_CRASH_AT: step });
  const conversation = await start(product, 'kim', { experiment: 'budget_advice', variables: { income: 900 } });
  const input = { conversation: conversation.id, text: 'How can we save?', clientMessageId: 'once' };
  await product.graph(sendDocument, { input }).catch(() => undefined);
  await until(() => product.hasEnded());
  await product.end('SIGKILL');

  const next = await startProduct({ DATABASE_URL: product.databaseUrl }, product.root);
  const { status } = await say(next, conversation.id, 'How can we save?', 'once');
  // All that a hybrid says streams as it comes: when all was executed, it was shown.
  expect(status).toBe(step === 'executed' ? 'FAILED' : 'COMPLETED');
  const ends = status === 'COMPLETED' ? ['execution_completed', 'message_sent'] : ['execution_failed', 'message_sent'];
  expect((await facts(product.databaseUrl, conversation.id)).map(({ type }) => type)).toEqual(ends);
  expect((await read(next, conversation.id)).turnCount).toBe(1);
});
