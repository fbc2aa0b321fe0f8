import { createModels } from './models';
import { collect, memoryLogger, request, say } from './testing/ask';

const replies = [{ when: [], reply: 'Soup, then bread.' }];
const models = (options = {}) => createModels({ logger: memoryLogger(), paceMs: 0, ...options });

test('a reply is streamed word by word and labelled a stand-in, with an estimate of its tokens', async () => {
  const messages = [say('system', 'Be kind.'), say('user', 'Dinner?')];
  const answer = await collect(models().stream(request('scripted', { messages, replies })));
  expect(answer.pieces).toEqual(['Soup, ', 'then ', 'bread.']);
  expect(answer.end).toEqual({
    type: 'end',
    text: 'Soup, then bread.',
    usage: { input: 4, output: 5, cacheRead: 0, cacheWrite: 0 },
    stopReason: 'end',
    model: 'scripted',
    standIn: true,
  });
});

test('a reply’s calls are made where their tools are offered, and the reply is said once they are answered', async () => {
  const city = { tool: 'weather', arguments: { city: 'Rome' } };
  const calling = [{ when: ['rain'], calls: [city, { tool: 'unheard_of', arguments: {} }], reply: 'Sunny.' }];
  const tools = [{ name: 'weather', description: 'Tells it.', input: { type: 'object' } }];
  const messages = [say('user', 'Before'), say('assistant', 'Hm'), say('user', 'Rain?')];
  const ask = (more: object) => collect(models().stream(request('scripted', { messages, replies: calling, ...more })));
  const { end, pieces } = await ask({ tools });
  const call = { id: 'scripted-3-1', ...city };
  expect([pieces, end]).toEqual([[], expect.objectContaining({ text: '', toolCalls: [call], stopReason: 'tool' })]);
  const answered = [
    ...messages,
    { role: 'assistant', parts: [{ type: 'tool-call', ...call }] },
    { role: 'tool', parts: [{ type: 'tool-result', id: call.id, ok: true, content: 'sun' }] },
  ];
  for (const more of [{ tools, messages: answered }, { tools, toolChoice: 'none' }, {}]) {
    const said = await ask(more);
    expect(said.end).toMatchObject({ text: 'Sunny.', stopReason: 'end' });
    expect(said.end).not.toHaveProperty('toolCalls');
  }
});

test('between two words it waits as long as a reader likes', async () => {
  const waited: number[] = [];
  const clock = { now: () => 0, wait: async (ms: number) => void waited.push(ms) };
  await collect(models({ clock, paceMs: 15 }).stream(request('scripted', { replies })));
  expect(waited).toEqual([15, 15]);
});

test('it stops when it is aborted, between words and while it waits', async () => {
  for (const paceMs of [0, 600_000]) {
    const abort = new AbortController();
    const said: string[] = [];
    const talk = async () => {
      for await (const event of models({ paceMs }).stream(request('scripted', { replies, signal: abort.signal }))) {
        if (event.type === 'text') said.push(event.text);
        setImmediate(() => abort.abort());
        if (paceMs === 0) await new Promise(setImmediate);
      }
    };
    await expect(talk()).rejects.toMatchObject({ name: 'AbortError' });
    expect(said).toEqual(['Soup, ']);
  }
});

test.each([
  ['anthropic', 'ANTHROPIC_API_KEY is not set, and the prompt has no `replies` for the scripted model'],
  ['openai', 'OPENAI_API_KEY or OPENAI_BASE_URL is not set, and the prompt has no `replies` for the scripted model'],
  ['scripted', 'the prompt has no `replies` for the scripted model'],
])('without a key and without replies, %s says what to set or write', async (provider, reason) => {
  const { error } = await collect(models().stream(request(provider)));
  expect(error).toMatchObject({ code: 'MODEL_NOT_CONFIGURED', retryable: false });
  expect(error.message).toBe(`Nothing can answer for the model ${provider}/a-model: ${reason}.`);
});
