import { Readable, Writable } from 'node:stream';
import { type FakeProviders, startFakeProviders } from '@trialogue/models/testing';
import { project } from '../../apply/testing/project';
import { run } from './run';

const files = {
  'flows/hours.yml': 'initial: a\nstates:\n  a: { say: From nine to five., next: z }\n  z: { final: told }\n',
  'flows/shop.yml': `initial: sort
on:
  - { when: text == "hours?", flow: hours }
slots:
  topic: { schema: { enum: [parcel, money] } }
  days: { schema: { type: integer } }
states:
  sort:
    prompt:
      prompt_version_id: sorter@1
      opening: What is it about?
      output:
        schema: { type: object, required: [topic], properties: { topic: { enum: [parcel, money] } } }
        save: { topic: result.topic }
        max_tries: 2
    until: has(slots.topic)
    next: ask
    failed: person
  ask: { collect: days, ask: How many days ago?, next: look, failed: person }
  look:
    call: { strategy: tracking, input: { days: slots.days } }
    next: parcel
    failed: person
  parcel: { await: { event: arrived }, meanwhile: Not yet., next: done, after: { P2D: person } }
  person: { handoff: { to: desk, reason: "{{ slots.topic|default('?') }}" }, next: done, after: { P30D: done } }
  done: { final: completed, say: Goodbye. }
`,
  'config/flows.yml': 'flows:\n  - { name: hours, versions: [{ version: 1, file: flows/hours.yml }] }\n',
  'config/prompts.yml': `prompts:
  - name: sorter
    versions:
      - { version: 1, template: Sort it., model_provider: anthropic, model_name: some, replies: prompts/replies.yml }
`,
  'prompts/replies.yml': `- { when: [parcel], reply: '{"topic": "parcel"}' }\n- { when: [], reply: Hm. }\n`,
};

async function played(lines: string[], options = {}, more: Record<string, string> = {}) {
  const told: string[] = [];
  const output = new Writable({ write: (chunk, _, done) => done(void told.push(String(chunk))) });
  const input = Readable.from([lines.map((line) => `${line}\n`).join('')]);
  const { text } = await run(project({ ...files, ...more }), ['flows/shop.yml'], options, { input, output });
  return { text, told: told.join('').trim().split('\n') };
}

test('replies beside the prompt answer as JSON, another flow comes in between, and calls are asked for', async () => {
  const { text, told } = await played([
    'Where is my parcel?',
    'hours?',
    '3',
    'and?',
    '/result {"found": true}',
    'and?',
    '/event arrived {"box": 1}',
  ]);
  expect(told).toEqual([
    'What is it about?',
    'How many days ago?',
    'From nine to five.',
    '· back from hours@1: told',
    'How many days ago?',
    '· calls tracking with {"days":3}',
    '· what comes of it? /result JSON, or /fails CODE',
    '! look waits for the result of a call: /result JSON or /fails CODE',
    '· waits for an event (/event NAME {…})',
    'Not yet.',
    'Goodbye.',
  ]);
  expect(text).toBe('ended: completed, slots {"topic":"parcel","days":3}\n');
});

test('an answer that never fits takes the way of failure; time passes, and a person hands back', async () => {
  const { told, text } = await played(['Hello?', '/wait PT1H', '/back {"ok": true}']);
  expect(told).toEqual(['What is it about?', '· handed over to desk: ? (/back {…})', 'Goodbye.']);
  expect(text).toBe('ended: completed, slots {}\n');
  const waited = await played(['Hello?', '/wait P30D']);
  expect(waited.told.slice(-2)).toEqual(['· after.P30D rings', 'Goodbye.']);
});

test('results of calls come from a file, one after the other, the last again and again', async () => {
  const calls = { calls: 'calls.yml' };
  const written = 'calls:\n  - { strategy: tracking, fails: GONE }\n';
  const { told } = await played(['my parcel', '3', '/quit'], calls, { 'calls.yml': written });
  expect(told.slice(-2)).toEqual(['· calls tracking with {"days":3}', '· handed over to desk: parcel (/back {…})']);
  await expect(played([], calls, { 'calls.yml': 'calls: [{ result: 1 }]\n' })).rejects.toThrow('calls.yml:1:');
  await expect(played([], { calls: 'nowhere.yml' })).rejects.toMatchObject({
    message: 'There is no file nowhere.yml.',
    help: expect.stringContaining('`calls:`'),
  });
});

test('what is typed wrongly is told, and changes nothing', async () => {
  const { told, text } = await played([
    '/dance',
    '/wait long',
    '/event',
    '/event a [1]',
    '/back {',
    '/result 1',
    '/quit',
  ]);
  expect(told.slice(1).map((line) => line.slice(0, 44))).toEqual([
    '! There is no /dance. Each line is a message',
    '! long is no time: /wait PT10M, P1D, PT30S',
    '! /event needs a name: /event order_shipped ',
    '! [1] is no JSON object.',
    '! { is no JSON.',
    '! sort waits for a message',
  ]);
  expect(text).toBe('left in sort, slots {}\n');
});

describe('with a real model', () => {
  let providers: FakeProviders;

  beforeAll(async () => {
    providers = await startFakeProviders();
    process.env.ANTHROPIC_API_KEY = providers.anthropic.apiKey;
    process.env.ANTHROPIC_BASE_URL = providers.anthropic.baseURL;
  });

  afterAll(async () => {
    delete process.env.ANTHROPIC_API_KEY;
    delete process.env.ANTHROPIC_BASE_URL;
    await providers.close();
  });

  test('it gets the prompt, the demand, and what was wrong; a failure leaves the conversation where it was', async () => {
    providers.script({ status: 400 }, { tokens: ['{"topic": "', 'post"}'] }, { tokens: ['{"topic": "', 'money"}'] });
    const { told, text } = await played(['My money?', 'My money!', '/quit'], { model: 'anthropic/some' });
    expect(told).toEqual(['What is it about?', expect.stringMatching(/^! .*some/), 'How many days ago?']);
    expect(text).toBe('left in ask, slots {"topic":"money"}\n');
    const [, first, second] = providers.requests.map(({ body }) => JSON.stringify(body));
    expect(first).toContain('Sort it.');
    expect(first).toContain('My money!');
    expect(first).not.toContain('My money?');
    expect(first).toContain('{"topic":{"enum":["parcel","money"]}}');
    expect(second).toContain('Your last answer was refused');
  });
});

test('a model that is named has to be there', async () => {
  await expect(played([], { model: 'some' })).rejects.toThrow('some is no model.');
  await expect(played([], { model: 'nobody/some' })).rejects.toThrow('there is no provider nobody');
});
