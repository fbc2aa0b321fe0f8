import { silent } from '@trialogue/store/testing';
import { ModelAliases } from './model-aliases';
import { type ModelRegistry, RegistrySilent } from './model-registry';
import { applyPolicies, food, validate } from './testing/documents';
import { publishMarkedModel } from './testing/published';
import { type StartedExperiments, startExperiments } from './testing/started-experiments';

const asked: string[] = [];
let answers: (model: string, version: string) => { message: string; found?: string } | undefined;
let on: StartedExperiments;
/** Undefined: the registry is away. */
let aliases: Record<string, Record<string, string>> | undefined = {};
let registry: ModelRegistry;
beforeAll(async () => {
  const missing = async (model: string, version: string) => {
    asked.push(`${model} ${version}`);
    return answers(model, version);
  };
  registry = {
    missing,
    async aliases(model) {
      if (!aliases) throw new RegistrySilent('it is away');
      return aliases[model];
    },
  };
  on = await startExperiments({ models: registry });
});
afterAll(() => on.close());
beforeEach(async () => {
  await on.sql('truncate exp.policy_versions, exp.policies');
  asked.length = 0;
});
const apply = async (...policies: object[]) => await on.done(applyPolicies, { policies });
const refusing = (...versions: string[]) => {
  answers = (_, version) => (versions.includes(version) ? { message: `no ${version}`, found: version } : undefined);
};

test('a new version whose model is not there is refused with its place, and the other entries are taken', async () => {
  refusing('9');
  const other = { ...food({ modelVersion: '2' }), name: 'drinks' };
  expect(await apply(food({}, { modelVersion: '9' }), other)).toMatchObject([
    { subject: 'food', outcome: 'REFUSED', problems: [{ path: 'versions.1.modelVersion', message: 'no 9' }] },
    { subject: 'drinks', outcome: 'CREATED', problems: [] },
  ]);
});

test('what is published, and what a stand-in serves, is not asked for', async () => {
  refusing();
  await apply(food({}));
  expect(asked).toEqual(['food_budget 1']);
  refusing('1', '7');
  const served = { modelVersion: '7', endpoint: 'standin:food' };
  expect(await apply(food({}, served))).toMatchObject([{ outcome: 'UPDATED', problems: [] }]);
  expect(asked).toHaveLength(1);
});

test('a registry that cannot be asked is a note, and is not asked again for the rest', async () => {
  answers = () => {
    throw new RegistrySilent('it is away');
  };
  expect(await apply(food({}, {}), { ...food({}), name: 'drinks' })).toMatchObject([
    { outcome: 'CREATED', note: 'it is away' },
    { outcome: 'CREATED', note: 'it is away' },
  ]);
  expect(asked).toHaveLength(1);
  expect(await apply(food({}, {}))).toMatchObject([{ outcome: 'UNCHANGED', note: null }]);
});

describe('aliases of models', () => {
  const named = { policy_version_id: 'models:/budget@champion' };
  const meaning = async () => {
    const { problems } = await on.done(validate, { config: named });
    return problems.map(({ message }: any) => message);
  };

  test('are published when a policy names their model, and whenever they move; an absent registry changes nothing', async () => {
    refusing();
    await publishMarkedModel(on.store);
    aliases = { budget: { champion: '1' } };
    await apply({ ...food({ modelName: 'budget' }), name: 'budget' });
    expect(on.store.releases.head('model_aliases', 'budget')?.body).toEqual({
      name: 'budget',
      aliases: { champion: '1' },
    });
    expect(await meaning()).toEqual([]);
    aliases = { budget: { champion: '7' } };
    const following = new ModelAliases(on.store, registry, silent);
    await following.look();
    expect(await meaning()).toEqual([
      'no policy serves version 7 of the model "budget", which "champion" stands for: add one to policies.yml',
    ]);
    aliases = undefined;
    await following.look();
    expect(on.store.releases.head('model_aliases', 'budget')?.body).toMatchObject({ aliases: { champion: '7' } });
  });
});
