import { until } from '@trialogue/store/testing';
import { code, dishes, dishesServed, named, who } from '../testing/dishes';
import { startedPrompting } from '../testing/started';

const served = dishesServed();

describe('a prompt of an experiment', () => {
  test('is assigned, rendered and recorded in one step, without waiting for `ready`', async () => {
    const { trialogue } = startedPrompting({ url: served.product.url });
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
    expect([...served.product.exposures.values()]).toMatchObject([{ experiment: 'dishes', unit: 'anna', release }]);
  });

  test('is asked for once, with those of the other variants, by however many; then nobody is asked', async () => {
    const { trialogue } = startedPrompting({ url: served.product.url });
    const units = Array.from({ length: 50 }, (_, index) => `user-${index}`);
    await trialogue.ready();
    await Promise.all(units.map((unit) => trialogue.resolvePrompt(dishes(unit))));
    for (const unit of units) await trialogue.resolvePrompt(dishes(`${unit}-again`));
    expect(served.product.registry.asked.map((of) => of.map(({ variant }) => variant).sort())).toEqual([['a', 'b']]);
  });

  test('does not change with labels; with another release it is asked for beforehand', async () => {
    served.product.publish(served.product.registry.experiment('dishes', ['dish@1']));
    const { trialogue, changed } = startedPrompting({ url: served.product.url });
    await trialogue.resolvePrompt(dishes('anna'));
    served.product.registry.label('dish', 'production', 2);
    await until(async () => (await trialogue.resolvePrompt(named('dish'))).promptVersion.id === 'dish@2');
    expect((await trialogue.resolvePrompt(dishes('anna'))).promptVersion.id).toBe('dish@1');
    const before = served.product.registry.asked.length;
    served.product.publish(served.product.registry.experiment('dishes', ['dish@2']));
    await until(() => changed.length === 2 && served.product.registry.asked.length === before + 1);
    expect((await trialogue.resolvePrompt(dishes('anna'))).promptVersion.id).toBe('dish@2');
    expect(served.product.registry.asked).toHaveLength(before + 1);
  });

  test('is called what the release in force calls it, though it is the same arm', async () => {
    served.product.publish(served.product.registry.experiment('dishes', ['dish@1'], {}, ['same']));
    const { trialogue } = startedPrompting({ url: served.product.url });
    expect((await trialogue.resolvePrompt(dishes('anna'))).promptVersion.id).toBe('dish@1');
    served.product.publish(served.product.registry.experiment('dishes', ['dish@2'], {}, ['same']));
    await until(async () => (await trialogue.resolvePrompt(dishes('anna'))).promptVersion.id === 'dish@2');
  });

  test('of a named experiment is fetched as soon as its definition is there', async () => {
    const { trialogue } = startedPrompting({ url: served.product.url, experiments: ['dishes'] });
    await until(() => served.product.registry.asked.length === 1);
    await trialogue.resolvePrompt(dishes('anna'));
    expect(served.product.registry.asked).toHaveLength(1);
  });

  test('that keeps units goes by what they met', async () => {
    served.product.publish(
      served.product.registry.experiment('kept', ['dish@1', 'dish@2'], { sticky: {}, allocation: 2 }),
    );
    const met = { variant: 'b', allocation: 1, bucket: 0.9, propensity: 0.5 };
    served.product.met.set('anna', { kept: met });
    const { trialogue } = startedPrompting({ url: served.product.url });
    const asked = { ...dishes('anna'), experiment: 'kept' };
    expect(await trialogue.resolvePrompt(asked)).toMatchObject({ variant: { key: 'b' }, reason: 'STICKY' });
    const known = { ...asked, sticky: { kept: { ...met, variant: 'a' } } };
    expect(await trialogue.resolvePrompt(known)).toMatchObject({ variant: { key: 'a' }, reason: 'STICKY' });
  });
});

test('a name follows its label at once, and a version by its number stays', async () => {
  const { trialogue } = startedPrompting({ url: served.product.url });
  const id = async (name: string) => (await trialogue.resolvePrompt(named(name))).promptVersion.id;
  expect(await trialogue.resolvePrompt(named('dish'))).toMatchObject({
    promptVersion: { id: 'dish@1' },
    messages: [{ role: 'system', text: 'Cook for anna.' }],
    ...{ experiment: null, variant: null, arm: null, release: null, reason: null, inExperiment: null },
  });
  served.product.registry.label('dish', 'production', 2);
  await until(async () => (await id('dish@production')) === 'dish@2');
  expect([await id('dish'), await id('dish@1')]).toEqual(['dish@2', 'dish@1']);
  expect(served.product.registry.asked).toHaveLength(2);
  expect([trialogue.exposures.waiting, trialogue.exposures.recorded]).toEqual([0, 0]);
});

test('without its label a name means the newest active version', async () => {
  served.product.registry.publish('tone@1', { template: 'Soft.' });
  served.product.registry.publish('tone@2', { template: 'Softer.' });
  const { trialogue } = startedPrompting({ url: served.product.url });
  expect((await trialogue.resolvePrompt(named('tone'))).promptVersion.id).toBe('tone@2');
  served.product.registry.archive('tone@2');
  await until(async () => (await trialogue.resolvePrompt(named('tone'))).promptVersion.id === 'tone@1');
});

test('what is archived is gone, through a pin and by its number, though it is here', async () => {
  served.product.publish(served.product.registry.experiment('dishes', ['dish@1']));
  const { trialogue } = startedPrompting({ url: served.product.url });
  await trialogue.resolvePrompt(dishes('anna'));
  await trialogue.resolvePrompt(named('dish@1'));
  served.product.registry.archive('dish@1');
  await until(async () => (await code(trialogue.resolvePrompt(dishes('ben')))) === 'PROMPT_VERSION_ARCHIVED');
  expect(await code(trialogue.resolvePrompt(dishes('carl')))).toBe('PROMPT_VERSION_ARCHIVED');
  expect(await code(trialogue.resolvePrompt(named('dish@1')))).toBe('PROMPT_NOT_FOUND');
  expect(await code(trialogue.resolvePrompt(named('dish@production')))).toBe('PROMPT_NOT_FOUND');
  await trialogue.flush();
  expect([...served.product.exposures.values()].map(({ unit }) => unit)).not.toContain('carl');
});

test('so it is when the product says it first', async () => {
  served.product.publish(served.product.registry.experiment('dishes', ['dish@1']));
  const { trialogue } = startedPrompting({ url: served.product.url });
  await trialogue.resolvePrompt(named('dish@2'));
  served.product.registry.archive('dish@1', true);
  expect(await code(trialogue.resolvePrompt(dishes('anna')))).toBe('PROMPT_VERSION_ARCHIVED');
});

describe('what cannot be resolved', () => {
  beforeEach(() => {
    served.product.publish(served.product.registry.experiment('paused', ['dish@1'], { status: 'PAUSED' }));
    served.product.publish(served.product.registry.experiment('nobody', ['dish@1'], { traffic: 0 }));
    served.product.publish(served.product.registry.experiment('plain', ['none@1']));
    const flag = served.product.registry.experiment('flag', ['dish@1']);
    const variants = flag.snapshot.variants.map((one) => ({ ...one, executionStrategy: 'none' }));
    served.product.publish({ ...flag, snapshot: { ...flag.snapshot, variants } });
    served.product.registry.publish('strict@1', {
      template: '{{ age }}',
      variables: [{ name: 'age', required: true, schema: { type: 'integer', minimum: 18 } }],
    });
    served.product.registry.publish('reads@1', {
      template: '{% if who %}{{ who.name.first }}{% endif %}',
      variables: who,
    });
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
    const { trialogue } = startedPrompting({ url: served.product.url });
    const error = await trialogue.resolvePrompt({ unit: 'x', ...request } as any).catch((error) => error);
    expect(error).toMatchObject({ name: 'TrialogueError', code: expected, message: expect.any(String) });
    expect(error.help).not.toBe('');
    await trialogue.flush();
    expect(served.product.exposures.size).toBe(0);
  });

  test('where it is wrong is told, too', async () => {
    const { trialogue } = startedPrompting({ url: served.product.url });
    const given = { name: 'reads', unit: 'x', variables: { who: { name: {} } } };
    await expect(trialogue.resolvePrompt(given)).rejects.toMatchObject({
      message: 'Prompt reads@1 needs the variable who.name.first.',
      problems: [{ path: ['template'], line: 1, column: 16 }],
    });
  });
});

test('a template that fails by itself has been met', async () => {
  served.product.registry.publish('fails@1', { template: '{{ who + 1 }}', variables: who });
  served.product.publish(served.product.registry.experiment('failing', ['fails@1']));
  const { trialogue } = startedPrompting({ url: served.product.url });
  const failing = { ...dishes('anna'), experiment: 'failing' };
  await expect(trialogue.resolvePrompt(failing)).rejects.toMatchObject({ code: 'TEMPLATE_INVALID' });
  await trialogue.flush();
  expect([...served.product.exposures.values()]).toMatchObject([{ unit: 'anna', variant: 'a' }]);
});

test('variables are read as JSON, and what is handed out cannot change what is here', async () => {
  served.product.registry.publish('when@1', { template: '{{ at }} {{ gone is defined }} {{ n }}' });
  const { trialogue } = startedPrompting({ url: served.product.url });
  const variables = { at: new Date(0), gone: undefined, n: Number.NaN } as any;
  const { messages, params } = await trialogue.resolvePrompt({ name: 'when', unit: 'x', variables });
  expect(messages[0]!.text).toBe('1970-01-01T00:00:00.000Z False None');
  expect(() => Object.assign(params, { temperature: 2 })).toThrow(TypeError);
});

test('material that does not come in time is told, and is there when it has come', async () => {
  const { trialogue } = startedPrompting({ url: served.product.url }, { waitMs: 300 });
  await trialogue.resolvePrompt(named('dish@1'));
  let release = () => {};
  served.product.registry.held = new Promise((resolve) => {
    release = resolve;
  });
  await expect(trialogue.resolvePrompt(dishes('anna'))).rejects.toMatchObject({
    code: 'UNREACHABLE',
    message: 'The product cannot be reached: the prompt did not come within 300 ms.',
  });
  release();
  await until(async () => (await code(trialogue.resolvePrompt(dishes('anna')))) === 'none');
  expect(served.product.registry.asked).toHaveLength(2);
});

test.each([
  ['number', { entries: 2 }],
  ['size', { characters: 2_500 }],
])('what is cached is bounded in %s; what was used last stays', async (_, limits) => {
  for (const number of [3, 4, 5]) served.product.registry.publish(`dish@${number}`, { template: 'x'.repeat(800) });
  const { trialogue } = startedPrompting({ url: served.product.url }, limits);
  for (const number of [3, 4, 3, 5, 3, 4]) await trialogue.resolvePrompt(named(`dish@${number}`));
  const hashes = served.product.registry.asked.map(([one]) => one!.version);
  expect(hashes).toEqual(['hash-of-dish@3', 'hash-of-dish@4', 'hash-of-dish@5', 'hash-of-dish@4']);
});

test('null is absent, as in the graph', async () => {
  const { trialogue } = startedPrompting({ url: served.product.url });
  served.product.registry.publish('tone@1', { template: 'Soft.' });
  const nothing = { unit: 'anna', variables: null, attributes: null, experiment: null } as any;
  await until(async () => (await code(trialogue.resolvePrompt({ ...nothing, name: 'tone' }))) === 'none');
  const asked = { ...dishes('anna'), name: null, attributes: null } as any;
  expect(await trialogue.resolvePrompt(asked)).toMatchObject({ experiment: { key: 'dishes' } });
});
