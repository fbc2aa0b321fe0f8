import { createModels } from '../models';
import { collect, memoryLogger, request } from './ask';
import { type FakeProviders, startFakeProviders } from './fake-providers';
import { Hold } from './hold';

let providers: FakeProviders;
beforeEach(async () => {
  providers = await startFakeProviders();
});
afterEach(() => providers.close());

const keepAlives = (stream: string) => stream.match(/^event: ping$|^: keep-alive$/gm)?.length ?? 0;

/** What a provider sends, as it sends it. */
async function listen(provider: string) {
  const isAnthropic = provider === 'anthropic';
  const base = { model: 'a-model', stream: true, messages: [{ role: 'user', content: 'Dinner?' }] };
  const response = await fetch(
    isAnthropic ? `${providers.anthropic.baseURL}/v1/messages` : `${providers.openai.baseURL}/chat/completions`,
    {
      method: 'POST',
      headers: isAnthropic ? { 'x-api-key': 'any', 'anthropic-version': '2023-06-01' } : {},
      body: JSON.stringify(isAnthropic ? { ...base, max_tokens: 9 } : base),
    },
  );
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let stream = '';
  const until = async (condition: () => boolean) => {
    while (!condition()) {
      const { done, value } = await reader.read();
      if (done) throw new Error(`It has ended: ${stream}`);
      stream += value;
    }
  };
  return { sofar: () => stream, until };
}

describe.each(['anthropic', 'openai'])('%s', (provider) => {
  /** Asks, and answers the pieces as far as they have come. */
  function ask(stallMs = 10_000) {
    const abort = new AbortController();
    const limits = { firstTokenMs: 10_000, stallMs };
    const models = createModels({ ...providers, logger: memoryLogger(), limits });
    const pieces: string[] = [];
    let heard = () => {};
    const answer = (async function* () {
      for await (const event of models.stream(request(provider, { signal: abort.signal }))) {
        if (event.type === 'text') pieces.push(event.text);
        heard();
        yield event;
      }
    })();
    const has = async (count: number) => {
      while (pieces.length < count)
        await new Promise<void>((resolve) => {
          heard = resolve;
        });
    };
    return { abort, pieces, has, answer: collect(answer) };
  }

  test('a held answer stops after its tokens, with keep-alives, and goes on when it is released', async () => {
    const held = new Hold(2);
    providers.script({ tokens: ['So', 'up', ' and', ' bread'], keepAliveMs: 20, held });
    const { sofar, until } = await listen(provider);
    await until(() => sofar().includes('up') && keepAlives(sofar()) > 10);
    expect(sofar()).not.toContain('and');
    held.release();
    await until(() => sofar().includes('bread'));
  });

  test('without keep-alives it is as silent as a stall', async () => {
    providers.script({ tokens: ['So', 'up'], held: new Hold(1) });
    expect((await ask(300).answer).error.message).toContain('nothing came for 300 ms in the middle of the answer');
  });

  test.each([
    ['before the first token', 0, ''],
    ['before the end, when there are no more tokens', 9, 'Soup'],
  ])('held %s', async (_, after, before) => {
    const held = new Hold(after);
    providers.script({ tokens: ['So', 'up'], held });
    const { pieces, has, answer } = ask();
    await providers.arrived(1);
    await has(before === '' ? 0 : 2);
    expect(pieces.join('')).toBe(before);
    held.release();
    expect(await answer).toMatchObject({ text: 'Soup', end: { stopReason: 'end' } });
  });

  test('one that was released beforehand is not held', async () => {
    const held = new Hold(1);
    held.release();
    providers.script({ tokens: ['So', 'up'], held });
    expect((await ask().answer).text).toBe('Soup');
  });

  test('a client that leaves ends it', async () => {
    providers.script({ tokens: ['So', 'up'], keepAliveMs: 20, held: new Hold(1) });
    const { abort, has, answer } = ask();
    await has(1);
    abort.abort(new Error('The user pressed stop.'));
    expect((await answer).error).toMatchObject({ name: 'AbortError' });
    expect(await providers.requests[0]!.ended).toBe('left');
  });

  test('so does closing the server', async () => {
    providers.script({ tokens: ['So', 'up'], held: new Hold(1) });
    const { has, answer } = ask();
    await has(1);
    await providers.close();
    expect((await answer).error).toMatchObject({ code: 'MODEL_UNAVAILABLE' });
  });
});
