import { setTimeout as sleep } from 'node:timers/promises';
import { createModels, type ModelsOptions } from './models';
import { collect, memoryLogger, request } from './testing/ask';
import { type FakeProviders, startFakeProviders } from './testing/fake-providers';

let providers: FakeProviders;
beforeEach(async () => {
  providers = await startFakeProviders();
});
afterEach(() => providers.close());

const reason = new Error('The user pressed stop.');
const aborted = { name: 'AbortError', cause: reason };

describe.each(['anthropic', 'openai'])('%s', (provider) => {
  function start(options: Partial<ModelsOptions> = {}) {
    const abort = new AbortController();
    const models = createModels({ ...providers, logger: memoryLogger(), ...options });
    return { abort, events: models.stream(request(provider, { signal: abort.signal })) };
  }

  test('aborted beforehand, nothing is sent', async () => {
    const { abort, events } = start();
    abort.abort(reason);
    expect((await collect(events)).error).toMatchObject(aborted);
    expect(providers.requests).toHaveLength(0);
  });

  test('aborted while the first token is waited for, the provider is left', async () => {
    providers.script({ tokens: [], ending: 'stall' });
    const { abort, events } = start();
    const answer = collect(events);
    const { ended } = await providers.arrived(1);
    abort.abort(reason);
    expect((await answer).error).toMatchObject(aborted);
    expect(await ended).toBe('left');
    expect(providers.requests).toHaveLength(1);
  });

  test('aborted in the middle of an answer, the provider is left and not a piece more is passed on', async () => {
    providers.script({ tokens: ['one', 'two', 'three', 'four'], ending: 'stall' });
    const { abort, events } = start();
    const pieces: string[] = [];
    const talk = async () => {
      for await (const event of events) {
        if (event.type === 'text') pieces.push(event.text);
        if (pieces.length === 2) abort.abort(reason);
      }
    };
    await expect(talk()).rejects.toMatchObject(aborted);
    expect(pieces).toEqual(['one', 'two']);
    expect(await providers.requests[0]!.ended).toBe('left');
  });

  test('aborted between two attempts, it is not asked again', async () => {
    providers.script({ status: 529, headers: { 'retry-after': '9' } });
    const { abort, events } = start();
    const answer = collect(events);
    expect(await (await providers.arrived(1)).ended).toBe('answered');
    abort.abort(reason);
    expect((await answer).error).toMatchObject(aborted);
    expect(providers.requests).toHaveLength(1);
  });

  test('a reader that goes away leaves the provider', async () => {
    providers.script({ tokens: ['one', 'two'], ending: 'stall' });
    for await (const event of start().events) if (event.type === 'text') break;
    expect(await providers.requests[0]!.ended).toBe('left');
  });

  test('a slow reader is not a silent provider', async () => {
    providers.script({ tokens: ['one', 'two', 'three'] });
    const pieces: string[] = [];
    for await (const event of start({ limits: { stallMs: 300 } }).events) {
      if (event.type === 'text') pieces.push(event.text);
      await sleep(400);
    }
    expect(pieces).toEqual(['one', 'two', 'three']);
  });
});
