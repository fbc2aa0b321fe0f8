import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type FakeAnswer, type FakeProviders, type FakeText, startFakeProviders } from '@trialogue/models/testing';
import { read, type StreamEvent, say, start, textOf } from './support/chat';
import { rows } from './support/database';
import { followOver, hasEnds } from './support/follow-over';
import { entriesOf, pluginsFile } from './support/plugin';
import { makeProject, type Product, startProduct } from './support/product';
import { overWebSocket } from './support/ways';

interface Fault {
  /** What the provider does when it is asked, again and again; then it is well. */
  readonly answers: readonly FakeAnswer[];
  /** What a user has seen of the answer. */
  readonly shown: string;
  /** The turn fails, with a message that ends like this. */
  readonly fails?: { readonly code: 'MODEL_UNAVAILABLE' | 'MODEL_FAILED'; readonly reason: string };
  /** The model may use a tool, and does so often. */
  readonly used?: number;
}

const dessert = ['Crème ', 'brûlée ', 'für 2 – 🍮.'];
const whole = dessert.join('');
const [begun] = dessert as [string];
const before = (fault: Partial<FakeText>): FakeText => ({ tokens: [], ...fault });
const amid = (fault: Partial<FakeText>): FakeText => ({ tokens: [begun], ...fault });
const unavailable = (reason: string) => ({ code: 'MODEL_UNAVAILABLE', reason }) as const;
const looks = ['Rome', 'Oslo'].map((city) => ({ tool: 'weather', arguments: { city } }));
const broken = unavailable('the connection failed (UND_ERR_SOCKET).');

const faults: { readonly [name: string]: Fault } = {
  refused_for_its_rate: { answers: [{ status: 429, headers: { 'retry-after': '1' } }], shown: whole },
  timed_out: { answers: [{ status: 408 }], shown: whole },
  in_conflict: { answers: [{ status: 409 }], shown: whole },
  broken: { answers: [{ status: 500 }, { status: 503 }], shown: whole },
  overloaded: { answers: [{ status: 529 }], shown: whole },
  overloaded_for_long: {
    answers: [{ status: 529 }, { status: 529 }, { status: 529 }],
    shown: '',
    fails: unavailable('after 3 attempts.'),
  },
  refused_for_good: {
    answers: [{ status: 400, errorType: 'some_error' }],
    shown: '',
    fails: { code: 'MODEL_FAILED', reason: 'the provider answered 400 (some_error).' },
  },
  error_before_it_speaks: { answers: [before({ ending: 'error' })], shown: whole },
  error_in_mid_answer: {
    answers: [amid({ ending: 'error' })],
    shown: begun,
    fails: unavailable('the provider ended its stream with an error (overloaded_error).'),
  },
  stall_before_it_speaks: { answers: [before({ ending: 'stall' })], shown: whole },
  stall_in_mid_answer: {
    answers: [amid({ ending: 'stall' })],
    shown: begun,
    fails: unavailable('nothing came for 20000 ms in the middle of the answer.'),
  },
  cut_before_it_speaks: { answers: [before({ ending: 'cut' })], shown: whole },
  cut_in_mid_answer: { answers: [amid({ ending: 'cut' })], shown: begun, fails: broken },
  cut_in_mid_character: { answers: [amid({ ending: 'cut-in-character' })], shown: begun, fails: broken },
  cut_in_mid_json: {
    answers: [amid({ ending: 'cut-in-json' })],
    shown: begun,
    fails: unavailable('the stream ended in the middle of the answer.'),
  },
  parallel_tool_calls: { answers: [before({ toolCalls: looks })], shown: whole, used: 2 },
  cut_in_a_tool_call: {
    answers: [before({ toolCalls: looks, ending: 'cut-in-tool-call' })],
    shown: whole,
    used: 0,
  },
  cut_in_a_tool_call_in_mid_answer: {
    answers: [amid({ toolCalls: looks, ending: 'cut-in-tool-call' })],
    shown: begun,
    fails: broken,
    used: 0,
  },
  garbled: {
    answers: [amid({ ending: 'garbled' })],
    shown: begun,
    fails: unavailable('the provider sent something that is not JSON.'),
  },
  unknown_events: { answers: [{ tokens: dessert, unknownEvents: true }], shown: whole },
  one_byte_at_a_time: { answers: [{ tokens: dessert, bytesPerWrite: 1 }], shown: whole },
};

const providers = ['anthropic', 'openai'] as const;
const nameOf = (provider: string, fault: string) => `${provider}_${fault}`;
const stories = providers.flatMap((provider) => Object.keys(faults).map((fault) => [provider, fault] as const));

const weather = `const object = { type: 'object', properties: {} };
module.exports = { name: 'weather', version: '1.0.0', apiVersion: 1, options: object, setup: async () => ({ tools: [{
  name: 'weather', version: '1', description: 'Tells the weather of a city.', effects: 'none', output: object,
  input: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  use: async () => ({ sky: 'sunny' }) }] }) };`;

/** An experiment called as its prompt, of which it compares nothing. */
function experimentOf(name: string): string {
  const config = `execution_strategy: prompt_template, prompt_config: { prompt_version_id: ${name}@1, tools: [weather] }`;
  const variants = [`{ key: a, control: true, config: { ${config} } }`, `{ key: b, config: { ${config} } }`];
  return `  - { key: ${name}, status: running, primary_metric: none, sample_size: 10, variants: [${variants}] }\n`;
}

/**
 * A project with a prompt for each fault of each provider, whose model is called as the prompt, and an experiment where
 * that may use a tool.
 */
function makeFaultyProject(): string {
  const root = makeProject();
  writeFileSync(path.join(root, 'prompts/dessert.txt'), 'Name a dessert.\n');
  const entries = stories.map(([provider, fault]) => {
    const name = nameOf(provider, fault);
    const version = `version: 1, file: prompts/dessert.txt, model_provider: ${provider}, model_name: ${name}, status: active`;
    return `  - { name: ${name}, versions: [{ ${version} }] }\n`;
  });
  appendFileSync(path.join(root, 'config/prompts.example.yml'), `\n${entries.join('')}`);
  const experiments = stories.filter(([, fault]) => faults[fault]!.used !== undefined);
  const yml = experiments.map(([provider, fault]) => experimentOf(nameOf(provider, fault)));
  appendFileSync(path.join(root, 'config/experiments.example.yml'), `\n${yml.join('')}`);
  mkdirSync(path.join(root, 'own/weather'), { recursive: true });
  writeFileSync(path.join(root, 'own/weather/index.js'), weather);
  appendFileSync(pluginsFile(root), `${entriesOf('weather')}\n`);
  return root;
}

/** All that can be seen of a conversation in which the provider fails, and is asked once more. */
interface Story {
  readonly id: string;
  readonly turn: any;
  readonly repeated: any;
  readonly next: any;
  readonly seen: readonly StreamEvent[];
  readonly asked: number;
}

let fake: FakeProviders;
let product: Product & { databaseUrl: string };
const told = new Map<string, Promise<Story>>();
const askedOf = (name: string) => fake.requests.filter(({ body }) => body.model === name).length;

beforeAll(async () => {
  fake = await startFakeProviders({
    answer: ({ provider, body }) => {
      const fault = faults[body.model.slice(provider.length + 1)]!;
      return fault.answers[askedOf(body.model) - 1] ?? { tokens: dessert };
    },
  });
  const { anthropic, openai } = fake;
  product = await startProduct(
    {
      ...{ ANTHROPIC_API_KEY: anthropic.apiKey, ANTHROPIC_BASE_URL: anthropic.baseURL },
      ...{ OPENAI_API_KEY: openai.apiKey, OPENAI_BASE_URL: openai.baseURL },
    },
    makeFaultyProject(),
  );
  // All at once: a stall takes as long as the product bears it.
  for (const [provider, fault] of stories) {
    const name = nameOf(provider, fault);
    told.set(name, tell(name, faults[fault]!));
    told.get(name)!.catch(() => undefined); // which its test reports
  }
});
afterAll(() => fake.close());

async function tell(name: string, { used }: Fault): Promise<Story> {
  const from = used === undefined ? { experiment: null, prompt: `${name}@1` } : { experiment: name };
  const { id, cursor } = await start(product, name, from);
  const watching = followOver(overWebSocket(product.url), id, cursor, hasEnds(1));
  const turn = await say(product, id, 'And then?', 'once');
  const asked = askedOf(name);
  const repeated = await say(product, id, 'And then?', 'once');
  const next = await say(product, id, 'And now?');
  return { id, turn, repeated, next, seen: await watching, asked };
}

test.each(stories)('%s: %s', async (provider, name) => {
  const { answers, shown, fails, used = 0 } = faults[name]!;
  const { id, turn, repeated, next, seen, asked } = await told.get(nameOf(provider, name))!;
  expect(textOf(seen)).toBe(shown);
  const end = seen.at(-1)!;
  if (fails) {
    expect(turn).toMatchObject({ status: 'FAILED', answer: null, failure: { code: fails.code } });
    expect(turn.failure.message.endsWith(fails.reason)).toBe(true);
    expect(end).toMatchObject({ __typename: 'MessageFailed', code: fails.code });
  } else {
    expect(turn).toMatchObject({ status: 'COMPLETED', answer: { text: whole, standIn: false }, failure: null });
    expect(end).toMatchObject({ __typename: 'MessageCompleted', message: { text: whole } });
  }
  const all = seen.slice(0, -1).map(({ __typename }) => __typename);
  const ofTools = all.filter((type) => type.startsWith('Tool'));
  expect(ofTools.sort()).toEqual(['ToolAnswered', 'ToolCalled'].flatMap((type) => Array(used).fill(type)));
  const others = all.filter((type) => !type.startsWith('Tool'));
  expect(others).toEqual(['MessageStarted', ...others.slice(1).map(() => 'MessageDelta')]);
  expect(repeated).toEqual(turn);
  expect(asked).toBe(fails || spoke(answers) ? answers.length : answers.length + 1);

  expect(next).toMatchObject({ number: 2, status: 'COMPLETED', answer: { text: whole } });
  const { messages } = await read(product, id);
  const texts = messages.edges.map(({ node }: any) => node.text);
  expect(texts).toEqual(['And then?', ...(fails ? [] : [whole]), 'And now?', whole]);
  const facts = await rows(
    product.databaseUrl,
    `select type, data->>'code' as code from exp.events where id like $1 || ':1:%' and type like 'execution_%'`,
    [id],
  );
  expect(facts).toEqual([
    fails ? { type: 'execution_failed', code: fails.code } : { type: 'execution_completed', code: null },
  ]);
});

/** Whether the last of them is a whole answer. */
const spoke = (answers: readonly FakeAnswer[]): boolean => {
  const last = answers.at(-1)!;
  return 'tokens' in last && last.tokens.length > 0;
};
