import {
  applyPolicies,
  assign,
  create,
  experiment,
  food,
  look,
  running,
  start,
  update,
  validate,
} from './testing/documents';
import { type StartedExperiments, startExperiments } from './testing/started-experiments';

let on: StartedExperiments;
beforeAll(async () => {
  on = await startExperiments();
});
afterAll(() => on.close());

/** Names that every JavaScript object has, as JSON has them: members of its own. */
const members = JSON.parse(
  '{ "hasOwnProperty": 1, "__proto__": { "polluted": true }, "constructor": { "prototype": 2 }, "toString": "text" }',
);
const names = Object.keys(members);
const entry = (name: string, value: unknown) => Object.fromEntries([[name, value]]);
const problemsOf = async (config: object) => (await on.done(validate, { config })).problems;

test('params, also when they are changed and run', async () => {
  const variants = ['a', 'b'].map((key) => ({ key, config: running('meal@1', { params: members }) }));
  await on.done(create, { input: { ...experiment('params'), variants } });
  const input = { variants: variants.map((one) => ({ ...one, config: running('meal@2', { params: members }) })) };
  await on.done(update, { key: 'params', input });
  await on.done(start, { key: 'params' });
  await on.done(update, { key: 'params', input: { name: 'Params' } });
  const { variant } = await on.done(assign, { experiment: 'params', unit: 'u' });
  expect(JSON.parse(JSON.stringify(variant.config.params))).toEqual(members);
  expect(Object.hasOwn(variant.config.params, '__proto__')).toBe(true);
});

test.each(names)('%s is a value’s member, a variant’s key, an attribute and a unit', async (name) => {
  const key = `values_${names.indexOf(name)}`;
  const isAttribute = name !== '__proto__';
  const input = {
    key,
    variants: ['a', 'constructor'].map((variant) => ({ key: variant, value: members })),
    overrides: [{ variant: 'constructor', units: [name] }],
    ...(isAttribute && { attributes: entry(name, 'string'), targeting: `attributes["${name}"] == "x"` }),
  };
  await on.done(create, { input });
  await on.done(start, { key });
  await on.done(update, { key, input: { name: 'again' } });
  expect(await on.done(look, { experiment: key, unit: name })).toMatchObject({ reason: 'OVERRIDE' });
  const answer = await on.done(assign, { experiment: key, unit: 'u', attributes: { ...members, ...entry(name, 'x') } });
  expect(answer).toMatchObject({ reason: 'ASSIGNED', variant: { key: expect.any(String) } });
  expect(JSON.stringify(answer.variant.value)).toContain('"__proto__":{"polluted":true}');
});

test.each(names)(
  '%s as a member that is not known, a strategy or a prompt is a problem with its place',
  async (name) => {
    expect(await problemsOf({ ...running('meal@1'), ...entry(name, 1) })).toMatchObject([{ path: name }]);
    const inside = { prompt_version_id: 'meal@1', ...entry(name, {}) };
    expect(await problemsOf(running('meal@1', { prompt_config: inside }))).toMatchObject([
      { path: `prompt_config.${name}` },
    ]);
    expect(await problemsOf(running('meal@1', { execution_strategy: name }))).toMatchObject([
      { path: 'execution_strategy', message: expect.stringContaining(`there is no strategy "${name}"`) },
    ]);
    expect(await problemsOf(running(name, { flow_config: { flow_id: name } }))).toMatchObject([
      { path: 'prompt_config.prompt_version_id', message: `there is no prompt "${name}"` },
      { path: 'flow_config.flow_id', message: `there is no flow "${name}"` },
    ]);
  },
);

test('__proto__ names no attribute and no experiment, and that is said', async () => {
  const rules = { attributes: entry('__proto__', 'string') };
  const { errors } = await on.ask(create, { input: { ...experiment('__proto__'), ...rules } });
  expect(errors).toMatchObject([{ code: 'CONFIG_INVALID' }]);
  expect(errors[0]!.problems!.map(({ path }: any) => path.join('.'))).toEqual(['key', 'attributes.__proto__']);
});

test('what has such a key is found, and what has none is not', async () => {
  const columns = names.map((name) => ({ name, type: 'number' }));
  const policy = { ...food({ params: members, inputs: columns }), name: 'constructor' };
  expect(await on.done(applyPolicies, { policies: [policy] })).toMatchObject([{ outcome: 'CREATED' }]);
  const again = { ...policy, versions: policy.versions.map((one) => ({ ...one, description: 'again' })) };
  expect(await on.done(applyPolicies, { policies: [again] })).toMatchObject([{ outcome: 'UPDATED' }]);
  await on.done(create, { input: experiment('hasOwnProperty') });
  const { data } = await on.ask(
    '{ one: experiment(key: "hasOwnProperty") { key } other: experiment(key: "toString") { key } layer(key: "valueOf") { key } }',
  );
  expect(data).toEqual({ one: { key: 'hasOwnProperty' }, other: null, layer: null });
});
