import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@trialogue/store/testing';
import { graphSource } from '../following/graph-source';
import { SmallProduct } from '../testing/small-product';
import { closeAll, startedPrompting } from '../testing/started';

const who = [{ name: 'who', required: true }];
let product: SmallProduct;
beforeEach(async () => {
  product = await SmallProduct.start();
  product.registry.publish('dish@1', { template: 'Cook for {{ who }}.', variables: who });
  product.registry.publish('dish@2', { template: 'Serve {{ who }} soup.', variables: who });
  product.registry.label('dish', 'production', 1);
  product.publish(product.registry.experiment('dishes', ['dish@1', 'dish@2']));
});
afterEach(async () => {
  await closeAll();
  await product.stop();
});

const dishes = (unit: string, variables: object = { who: unit }) =>
  ({ experiment: 'dishes', unit, variables }) as { experiment: string; unit: string };
const named = (name: string) => ({ name, unit: 'anna', variables: { who: 'anna' } });
const code = (resolving: Promise<unknown>): Promise<string> =>
  resolving.then(
    () => 'none',
    (error) => error.code,
  );

describe('a prompt of an experiment', () => {
  test('is assigned, rendered and recorded in one step, without waiting for `ready`', async () => {
    const { trialogue } = startedPrompting({ url: product.url });
    const resolved = await trialogue.resolvePrompt(dishes('anna'));
    const { variant, release } = trialogue.assignment('dishes', { unit: 'anna' });
    const id = variant!.key === 'a' ? 'dish@1' : 'dish@2';
    expect(resolved).toEqual({
      promptVersion: { id },
      messages: [{ role: 'system', text: id === 'dish@1' ? 'Cook for anna.' : 'Serve anna soup.' }],
      model: { provider: 'anthropic', name: 'claude', id: 'claude-1' },
      ...{ params: { temperature: 0.5 }, responseSchema: null, arm: `arm-of-${id}`, release },
      ...{ experiment: { key: 'dishes' }, variant: { experimentKey: 'dishes', key: variant!.key } },
      ...{ reason: 'ASSIGNED', inExperiment: true },
    });
    await trialogue.resolvePrompt(dishes('anna'));
    await trialogue.flush();
    expect([...product.exposures.values()]).toMatchObject([{ experiment: 'dishes', unit: 'anna', release }]);
  });

  test('is asked for once, with those of the other variants, by however many; then nobody is asked', async () => {
    const { trialogue } = startedPrompting({ url: product.url });
    const units = Array.from({ length: 50 }, (_, index) => `user-${index}`);
    await trialogue.ready();
    await Promise.all(units.map((unit) => trialogue.resolvePrompt(dishes(unit))));
    for (const unit of units) await trialogue.resolvePrompt(dishes(`${unit}-again`));
    expect(product.registry.asked.map((of) => of.map(({ variant }) => variant).sort())).toEqual([['a', 'b']]);
  });

  test('does not change with labels; with another release it is asked for beforehand', async () => {
    product.publish(product.registry.experiment('dishes', ['dish@1']));
    const { trialogue, changed } = startedPrompting({ url: product.url });
    await trialogue.resolvePrompt(dishes('anna'));
    product.registry.label('dish', 'production', 2);
    await until(async () => (await trialogue.resolvePrompt(named('dish'))).promptVersion.id === 'dish@2');
    expect((await trialogue.resolvePrompt(dishes('anna'))).promptVersion.id).toBe('dish@1');
    const before = product.registry.asked.length;
    product.publish(product.registry.experiment('dishes', ['dish@2']));
    await until(() => changed.length === 2 && product.registry.asked.length === before + 1);
    expect((await trialogue.resolvePrompt(dishes('anna'))).promptVersion.id).toBe('dish@2');
    expect(product.registry.asked).toHaveLength(before + 1);
  });

  test('is called what the release in force calls it, though it is the same arm', async () => {
    product.publish(product.registry.experiment('dishes', ['dish@1'], {}, ['same']));
    const { trialogue } = startedPrompting({ url: product.url });
    expect((await trialogue.resolvePrompt(dishes('anna'))).promptVersion.id).toBe('dish@1');
    product.publish(product.registry.experiment('dishes', ['dish@2'], {}, ['same']));
    await until(async () => (await trialogue.resolvePrompt(dishes('anna'))).promptVersion.id === 'dish@2');
  });

  test('of a named experiment is fetched as soon as its definition is there', async () => {
    const { trialogue } = startedPrompting({ url: product.url, experiments: ['dishes'] });
    await until(() => product.registry.asked.length === 1);
    await trialogue.resolvePrompt(dishes('anna'));
    expect(product.registry.asked).toHaveLength(1);
  });

  test('that keeps units goes by what they met', async () => {
    product.publish(product.registry.experiment('kept', ['dish@1', 'dish@2'], { sticky: {}, allocation: 2 }));
    const met = { variant: 'b', allocation: 1, bucket: 0.9, propensity: 0.5 };
    product.met.set('anna', { kept: met });
    const { trialogue } = startedPrompting({ url: product.url });
    const asked = { ...dishes('anna'), experiment: 'kept' };
    expect(await trialogue.resolvePrompt(asked)).toMatchObject({ variant: { key: 'b' }, reason: 'STICKY' });
    const known = { ...asked, sticky: { kept: { ...met, variant: 'a' } } };
    expect(await trialogue.resolvePrompt(known)).toMatchObject({ variant: { key: 'a' }, reason: 'STICKY' });
  });
});

test('a name follows its label at once, and a version by its number stays', async () => {
  const { trialogue } = startedPrompting({ url: product.url });
  const id = async (name: string) => (await trialogue.resolvePrompt(named(name))).promptVersion.id;
  expect(await trialogue.resolvePrompt(named('dish'))).toMatchObject({
    promptVersion: { id: 'dish@1' },
    messages: [{ role: 'system', text: 'Cook for anna.' }],
    ...{ experiment: null, variant: null, arm: null, release: null, reason: null, inExperiment: null },
  });
  product.registry.label('dish', 'production', 2);
  await until(async () => (await id('dish@production')) === 'dish@2');
  expect([await id('dish'), await id('dish@1')]).toEqual(['dish@2', 'dish@1']);
  expect(product.registry.asked).toHaveLength(2);
  expect([trialogue.exposures.waiting, trialogue.exposures.recorded]).toEqual([0, 0]);
});

test('without its label a name means the newest active version', async () => {
  product.registry.publish('tone@1', { template: 'Soft.' });
  product.registry.publish('tone@2', { template: 'Softer.' });
  const { trialogue } = startedPrompting({ url: product.url });
  expect((await trialogue.resolvePrompt(named('tone'))).promptVersion.id).toBe('tone@2');
  product.registry.archive('tone@2');
  await until(async () => (await trialogue.resolvePrompt(named('tone'))).promptVersion.id === 'tone@1');
});

test('what is archived is gone, through a pin and by its number, though it is here', async () => {
  product.publish(product.registry.experiment('dishes', ['dish@1']));
  const { trialogue } = startedPrompting({ url: product.url });
  await trialogue.resolvePrompt(dishes('anna'));
  await trialogue.resolvePrompt(named('dish@1'));
  product.registry.archive('dish@1');
  await until(async () => (await code(trialogue.resolvePrompt(dishes('ben')))) === 'PROMPT_VERSION_ARCHIVED');
  expect(await code(trialogue.resolvePrompt(dishes('carl')))).toBe('PROMPT_VERSION_ARCHIVED');
  expect(await code(trialogue.resolvePrompt(named('dish@1')))).toBe('PROMPT_NOT_FOUND');
  expect(await code(trialogue.resolvePrompt(named('dish@production')))).toBe('PROMPT_NOT_FOUND');
  await trialogue.flush();
  expect([...product.exposures.values()].map(({ unit }) => unit)).not.toContain('carl');
});

test('so it is when the product says it first', async () => {
  product.publish(product.registry.experiment('dishes', ['dish@1']));
  const { trialogue } = startedPrompting({ url: product.url });
  await trialogue.resolvePrompt(named('dish@2'));
  product.registry.archive('dish@1', true);
  expect(await code(trialogue.resolvePrompt(dishes('anna')))).toBe('PROMPT_VERSION_ARCHIVED');
});

describe('what cannot be resolved', () => {
  beforeEach(() => {
    product.publish(product.registry.experiment('paused', ['dish@1'], { status: 'PAUSED' }));
    product.publish(product.registry.experiment('nobody', ['dish@1'], { traffic: 0 }));
    product.publish(product.registry.experiment('plain', ['none@1']));
    const flag = product.registry.experiment('flag', ['dish@1']);
    const variants = flag.snapshot.variants.map((one) => ({ ...one, executionStrategy: 'none' }));
    product.publish({ ...flag, snapshot: { ...flag.snapshot, variants } });
    product.registry.publish('strict@1', {
      template: '{{ age }}',
      variables: [{ name: 'age', required: true, schema: { type: 'integer', minimum: 18 } }],
    });
    product.registry.publish('reads@1', { template: '{% if who %}{{ who.name.first }}{% endif %}', variables: who });
  });

  const deep = JSON.parse(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`);
  const circle: any = {};
  circle.circle = circle;
  test.each([
    ['neither', {}, 'BAD_USER_INPUT'],
    ['both', { experiment: 'dishes', name: 'dish' }, 'BAD_USER_INPUT'],
    ['a name that is no text', { name: 3 }, 'BAD_USER_INPUT'],
    ['no unit', { ...dishes('x'), unit: '' }, 'BAD_USER_INPUT'],
    ['variables that are a list', { ...dishes('x'), variables: [] }, 'BAD_USER_INPUT'],
    ['variables that are too large', { ...dishes('x'), variables: { who: 'é'.repeat(33_000) } }, 'BAD_USER_INPUT'],
    ['variables that are too deep', { ...dishes('x'), variables: deep }, 'BAD_USER_INPUT'],
    ['variables that are no JSON', { ...dishes('x'), variables: circle }, 'BAD_USER_INPUT'],
    ['attributes that are too large', { ...dishes('x'), attributes: { a: 'x'.repeat(70_000) } }, 'BAD_USER_INPUT'],
    ['an experiment that is not there', { experiment: 'none' }, 'EXPERIMENT_NOT_FOUND'],
    ['one that does not run', { experiment: 'paused' }, 'EXPERIMENT_NOT_RUNNING'],
    ['one that the unit is not in', { experiment: 'nobody' }, 'UNIT_NOT_IN_EXPERIMENT'],
    ['a variant that is a value', { experiment: 'flag' }, 'NOTHING_TO_EXECUTE'],
    ['a variant without a prompt', { experiment: 'plain' }, 'VARIANT_WITHOUT_PROMPT'],
    ['a prompt that is not there', { name: 'none' }, 'PROMPT_NOT_FOUND'],
    ['a label that is not there', { name: 'dish@none' }, 'PROMPT_NOT_FOUND'],
    ['no reference', { name: 'dish@@1' }, 'PROMPT_NOT_FOUND'],
    ['a variable that is missing', { ...dishes('x'), variables: {} }, 'PROMPT_VARIABLE_MISSING'],
    ['a path that is missing', { name: 'reads', variables: { who: { name: {} } } }, 'PROMPT_VARIABLE_MISSING'],
    ['a value that its schema refuses', { name: 'strict', variables: { age: 3 } }, 'PROMPT_VARIABLE_INVALID'],
  ])('%s is told, and exposes nobody', async (_, request, expected) => {
    const { trialogue } = startedPrompting({ url: product.url });
    const error = await trialogue.resolvePrompt({ unit: 'x', ...request } as any).catch((error) => error);
    expect(error).toMatchObject({ name: 'TrialogueError', code: expected, message: expect.any(String) });
    expect(error.help).not.toBe('');
    await trialogue.flush();
    expect(product.exposures.size).toBe(0);
  });

  test('where it is wrong is told, too', async () => {
    const { trialogue } = startedPrompting({ url: product.url });
    const given = { name: 'reads', unit: 'x', variables: { who: { name: {} } } };
    await expect(trialogue.resolvePrompt(given)).rejects.toMatchObject({
      message: 'Prompt reads@1 needs the variable who.name.first.',
      problems: [{ path: ['template'], line: 1, column: 16 }],
    });
  });
});

test('a template that fails by itself has been met', async () => {
  product.registry.publish('fails@1', { template: '{{ who + 1 }}', variables: who });
  product.publish(product.registry.experiment('failing', ['fails@1']));
  const { trialogue } = startedPrompting({ url: product.url });
  const failing = { ...dishes('anna'), experiment: 'failing' };
  await expect(trialogue.resolvePrompt(failing)).rejects.toMatchObject({ code: 'TEMPLATE_INVALID' });
  await trialogue.flush();
  expect([...product.exposures.values()]).toMatchObject([{ unit: 'anna', variant: 'a' }]);
});

test('variables are read as JSON, and what is handed out cannot change what is here', async () => {
  product.registry.publish('when@1', { template: '{{ at }} {{ gone is defined }} {{ n }}' });
  const { trialogue } = startedPrompting({ url: product.url });
  const variables = { at: new Date(0), gone: undefined, n: Number.NaN } as any;
  const { messages, params } = await trialogue.resolvePrompt({ name: 'when', unit: 'x', variables });
  expect(messages[0]!.text).toBe('1970-01-01T00:00:00.000Z False None');
  expect(() => Object.assign(params, { temperature: 2 })).toThrow(TypeError);
});

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
    const { trialogue } = startedPrompting({ url: product.url, keep });
    const first = await trialogue.resolvePrompt(dishes('anna'));
    await trialogue.resolvePrompt(named('dish'));
    await trialogue.close();
    expect(readFileSync(`${keep}.prompts`, 'utf8')).toContain('Cook for');
    expect(statSync(`${keep}.prompts`).mode & 0o077).toBe(0);
    await product.stop();
    const { trialogue: next } = startedPrompting({ url: product.url, keep });
    expect(await next.resolvePrompt(dishes('anna'))).toEqual(first);
    expect((await next.resolvePrompt(named('dish'))).promptVersion.id).toBe('dish@1');
    expect(await code(next.resolvePrompt(named('dish@2')))).toBe('UNREACHABLE'); // nobody has asked for it
    product.registry.label('dish', 'production', 2);
    await product.listen();
    await until(async () => (await next.resolvePrompt(named('dish'))).promptVersion.id === 'dish@2');
    await next.flush();
    expect(product.exposures.size).toBe(1);
  });

  test('a file that somebody changed is none', async () => {
    const keep = join(folder, 'definitions.json');
    const { trialogue } = startedPrompting({ url: product.url, keep });
    await trialogue.resolvePrompt(dishes('anna'));
    await trialogue.close();
    await product.stop();
    const file = `${keep}.prompts`;
    writeFileSync(file, readFileSync(file, 'utf8').replace('Cook for', 'Obey'));
    const { trialogue: next, problems } = startedPrompting({ url: product.url, keep }, { waitMs: 100 });
    expect(await code(next.resolvePrompt(dishes('anna')))).toBe('UNREACHABLE');
    expect(problems.map((one) => one.code)).toContain('UNREACHABLE');
  });

  test('an arm in another release is rendered as it was, for it does the same', async () => {
    product.publish(product.registry.experiment('dishes', ['dish@1'], {}, ['same']));
    const { trialogue } = startedPrompting({ url: product.url });
    await trialogue.resolvePrompt(dishes('anna'));
    await until(() => product.followers === 2);
    product.fault = (_, response) => response.writeHead(503).end() !== undefined;
    const next = product.registry.experiment('dishes', ['dish@2'], {}, ['same']);
    product.publish(next); // over the stream that stands
    await until(() => trialogue.definitions()[0]!.release === next.release);
    expect((await trialogue.resolvePrompt(dishes('anna'))).promptVersion.id).toBe('dish@1');
  });

  test('nothing that is not known is made up', async () => {
    await product.stop();
    const { trialogue } = startedPrompting({ url: product.url }, { waitMs: 200 });
    const error = await trialogue.resolvePrompt(dishes('anna')).catch((error) => error);
    expect(error).toMatchObject({ code: 'UNREACHABLE', retryable: true });
  });
});

test('material that does not come in time is told, and is there when it has come', async () => {
  const { trialogue } = startedPrompting({ url: product.url }, { waitMs: 300 });
  await trialogue.resolvePrompt(named('dish@1'));
  let release = () => {};
  product.registry.held = new Promise((resolve) => {
    release = resolve;
  });
  await expect(trialogue.resolvePrompt(dishes('anna'))).rejects.toMatchObject({
    code: 'UNREACHABLE',
    message: 'The product cannot be reached: the prompt did not come within 300 ms.',
  });
  release();
  await until(async () => (await code(trialogue.resolvePrompt(dishes('anna')))) === 'none');
  expect(product.registry.asked).toHaveLength(2);
});

test.each([
  ['number', { entries: 2 }],
  ['size', { characters: 2_500 }],
])('what is cached is bounded in %s; what was used last stays', async (_, limits) => {
  for (const number of [3, 4, 5]) product.registry.publish(`dish@${number}`, { template: 'x'.repeat(800) });
  const { trialogue } = startedPrompting({ url: product.url }, limits);
  for (const number of [3, 4, 3, 5, 3, 4]) await trialogue.resolvePrompt(named(`dish@${number}`));
  const hashes = product.registry.asked.map(([one]) => one!.version);
  expect(hashes).toEqual(['hash-of-dish@3', 'hash-of-dish@4', 'hash-of-dish@5', 'hash-of-dish@4']);
});

test('what is archived while its material is on its way is not rendered', async () => {
  const { trialogue } = startedPrompting({ url: product.url });
  await trialogue.resolvePrompt(named('dish@2'));
  await until(() => product.followers === 2);
  let release = () => {};
  product.registry.held = new Promise((resolve) => {
    release = resolve;
  });
  const resolving = code(trialogue.resolvePrompt(named('dish@1')));
  await until(() => product.registry.asked.length === 2);
  product.registry.archive('dish@1');
  product.registry.label('dish', 'later', 2);
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
  const { trialogue } = startedPrompting({ url: product.url, keep });
  await trialogue.resolvePrompt(dishes('anna'));
  await trialogue.resolvePrompt(named('dish'));
  product.registry.forbids = true;
  product.fault = ({ url }, response) => url!.endsWith('/stream') && response.writeHead(503).end() !== undefined;
  product.cut();
  await until(async () => (await code(trialogue.resolvePrompt(named('dish')))) === 'FORBIDDEN');
  expect(await code(trialogue.resolvePrompt(dishes('anna')))).toBe('FORBIDDEN');
  await trialogue.close();
  const { trialogue: next } = startedPrompting({ url: product.url, keep });
  expect(await code(next.resolvePrompt(named('dish')))).toBe('FORBIDDEN');
  product.registry.forbids = false;
  await until(async () => (await code(next.resolvePrompt(named('dish')))) === 'none');
  await next.close();
  rmSync(folder, { recursive: true, force: true });
});

test('null is absent, as in the graph', async () => {
  const { trialogue } = startedPrompting({ url: product.url });
  product.registry.publish('tone@1', { template: 'Soft.' });
  const nothing = { unit: 'anna', variables: null, attributes: null, experiment: null } as any;
  await until(async () => (await code(trialogue.resolvePrompt({ ...nothing, name: 'tone' }))) === 'none');
  const asked = { ...dishes('anna'), name: null, attributes: null } as any;
  expect(await trialogue.resolvePrompt(asked)).toMatchObject({ experiment: { key: 'dishes' } });
});

test('what was kept of an experiment is fetched at the start, of however many variants', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'trialogue-client-'));
  const keep = join(folder, 'definitions.json');
  const ids = Array.from({ length: 120 }, () => 'dish@1');
  const arms = ids.map((_, index) => `${index}`);
  product.publish(product.registry.experiment('dishes', ids, {}, arms));
  const options = { url: product.url, keep, experiments: ['dishes'] };
  const { trialogue } = startedPrompting(options);
  await until(() => product.registry.asked.flat().length === 120);
  await trialogue.close();
  rmSync(`${keep}.prompts`, { force: true });
  product.registry.asked.length = 0;
  const { trialogue: next } = startedPrompting(options);
  await until(() => product.registry.asked.flat().length === 120);
  await next.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a key that may not know of prompts is told so, at once, until it may', async () => {
  product.registry.forbids = true;
  const { trialogue } = startedPrompting({ url: product.url }, { waitMs: 60_000 });
  for (const _ of [1, 2])
    await expect(trialogue.resolvePrompt(dishes('anna'))).rejects.toMatchObject({ code: 'FORBIDDEN' });
  product.registry.forbids = false;
  await until(async () => (await code(trialogue.resolvePrompt(dishes('anna')))) === 'none');
});
