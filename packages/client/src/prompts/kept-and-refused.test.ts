import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@trialogue/store/testing';
import { graphSource } from '../following/graph-source';
import { code, dishes, dishesServed, named } from '../testing/dishes';
import { closeAll, startedPrompting } from '../testing/started';

const served = dishesServed();

describe('with the product away', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'trialogue-prompts-'));
  });
  afterEach(async () => {
    await closeAll(); // until then it is written to
    rmSync(folder, { recursive: true, force: true });
  });

  test('what was known last is served, by the next process too, and followed again when it is back', async () => {
    const keep = join(folder, 'definitions.json');
    const { trialogue } = startedPrompting({ url: served.product.url, keep });
    const first = await trialogue.resolvePrompt(dishes('anna'));
    await trialogue.resolvePrompt(named('dish'));
    await trialogue.close();
    expect(readFileSync(`${keep}.prompts`, 'utf8')).toContain('Cook for');
    expect(statSync(`${keep}.prompts`).mode & 0o077).toBe(0);
    await served.product.stop();
    const { trialogue: next } = startedPrompting({ url: served.product.url, keep });
    expect(await next.resolvePrompt(dishes('anna'))).toEqual(first);
    expect((await next.resolvePrompt(named('dish'))).promptVersion.id).toBe('dish@1');
    expect(await code(next.resolvePrompt(named('dish@2')))).toBe('UNREACHABLE'); // nobody has asked for it
    served.product.registry.label('dish', 'production', 2);
    await served.product.listen();
    await until(async () => (await next.resolvePrompt(named('dish'))).promptVersion.id === 'dish@2');
    await next.flush();
    expect(served.product.exposures.size).toBe(1);
  });

  test('a file that somebody changed is none', async () => {
    const keep = join(folder, 'definitions.json');
    const { trialogue } = startedPrompting({ url: served.product.url, keep });
    await trialogue.resolvePrompt(dishes('anna'));
    await trialogue.close();
    await served.product.stop();
    const file = `${keep}.prompts`;
    writeFileSync(file, readFileSync(file, 'utf8').replace('Cook for', 'Obey'));
    const { trialogue: next, problems } = startedPrompting({ url: served.product.url, keep }, { waitMs: 100 });
    expect(await code(next.resolvePrompt(dishes('anna')))).toBe('UNREACHABLE');
    expect(problems.map((one) => one.code)).toContain('UNREACHABLE');
  });

  test('an arm in another release is rendered as it was, for it does the same', async () => {
    served.product.publish(served.product.registry.experiment('dishes', ['dish@1'], {}, ['same']));
    const { trialogue } = startedPrompting({ url: served.product.url });
    await trialogue.resolvePrompt(dishes('anna'));
    await until(() => served.product.followers === 2);
    served.product.fault = (_, response) => response.writeHead(503).end() !== undefined;
    const next = served.product.registry.experiment('dishes', ['dish@2'], {}, ['same']);
    served.product.publish(next); // over the stream that stands
    await until(() => trialogue.definitions()[0]!.release === next.release);
    expect((await trialogue.resolvePrompt(dishes('anna'))).promptVersion.id).toBe('dish@1');
  });

  test('nothing that is not known is made up', async () => {
    await served.product.stop();
    const { trialogue } = startedPrompting({ url: served.product.url }, { waitMs: 200 });
    const error = await trialogue.resolvePrompt(dishes('anna')).catch((error) => error);
    expect(error).toMatchObject({ code: 'UNREACHABLE', retryable: true });
  });
});

test('what is archived while its material is on its way is not rendered', async () => {
  const { trialogue } = startedPrompting({ url: served.product.url });
  await trialogue.resolvePrompt(named('dish@2'));
  await until(() => served.product.followers === 2);
  let release = () => {};
  served.product.registry.held = new Promise((resolve) => {
    release = resolve;
  });
  const resolving = code(trialogue.resolvePrompt(named('dish@1')));
  await until(() => served.product.registry.asked.length === 2);
  served.product.registry.archive('dish@1');
  served.product.registry.label('dish', 'later', 2);
  await until(async () => (await code(trialogue.resolvePrompt(named('dish@later')))) === 'none');
  release();
  expect(await resolving).toBe('PROMPT_NOT_FOUND');
});

test('an answer that was asked for before something newer was pushed puts nothing back', async () => {
  const answers: ((data: object) => void)[] = [];
  const graph = {
    ask: () => new Promise<object>((resolve) => answers.push(resolve)),
    subscribe: async (_: object, { next }: { next(data: object): void }) => next({ follow: 'newer' }),
  } as any;
  const taken: string[] = [];
  const check = (value: unknown): value is string => typeof value === 'string';
  const take = (update: string) => void taken.push(update);
  const source = graphSource<string>({ graph, what: 'x', read: '', follow: '', check, after: () => undefined, take });
  const { signal } = new AbortController();
  const [first, second] = [source.read(signal), source.read(signal)];
  await source.follow(signal, () => {});
  const third = source.read(signal);
  answers[2]!({ read: 'newest' });
  answers[1]!({ read: 'older' });
  answers[0]!({ read: 'oldest' });
  await Promise.all([first, second, third]);
  expect(taken).toEqual(['newer', 'newest']);
});

test('a key that is refused later renders nothing that is here or was kept, until it may again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'trialogue-client-'));
  const keep = join(folder, 'definitions.json');
  const { trialogue } = startedPrompting({ url: served.product.url, keep });
  await trialogue.resolvePrompt(dishes('anna'));
  await trialogue.resolvePrompt(named('dish'));
  served.product.registry.forbids = true;
  served.product.fault = ({ url }, response) => url!.endsWith('/stream') && response.writeHead(503).end() !== undefined;
  served.product.cut();
  await until(async () => (await code(trialogue.resolvePrompt(named('dish')))) === 'FORBIDDEN');
  expect(await code(trialogue.resolvePrompt(dishes('anna')))).toBe('FORBIDDEN');
  await trialogue.close();
  const { trialogue: next } = startedPrompting({ url: served.product.url, keep });
  expect(await code(next.resolvePrompt(named('dish')))).toBe('FORBIDDEN');
  served.product.registry.forbids = false;
  await until(async () => (await code(next.resolvePrompt(named('dish')))) === 'none');
  await next.close();
  rmSync(folder, { recursive: true, force: true });
});

test('what was kept of an experiment is fetched at the start, of however many variants', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'trialogue-client-'));
  const keep = join(folder, 'definitions.json');
  const ids = Array.from({ length: 120 }, () => 'dish@1');
  const arms = ids.map((_, index) => `${index}`);
  served.product.publish(served.product.registry.experiment('dishes', ids, {}, arms));
  const options = { url: served.product.url, keep, experiments: ['dishes'] };
  const { trialogue } = startedPrompting(options);
  await until(() => served.product.registry.asked.flat().length === 120);
  await trialogue.close();
  rmSync(`${keep}.prompts`, { force: true });
  served.product.registry.asked.length = 0;
  const { trialogue: next } = startedPrompting(options);
  await until(() => served.product.registry.asked.flat().length === 120);
  await next.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a key that may not know of prompts is told so, at once, until it may', async () => {
  served.product.registry.forbids = true;
  const { trialogue } = startedPrompting({ url: served.product.url }, { waitMs: 60_000 });
  for (const _ of [1, 2])
    await expect(trialogue.resolvePrompt(dishes('anna'))).rejects.toMatchObject({ code: 'FORBIDDEN' });
  served.product.registry.forbids = false;
  await until(async () => (await code(trialogue.resolvePrompt(dishes('anna')))) === 'none');
});
