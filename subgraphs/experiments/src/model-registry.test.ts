import { silent } from '@trialogue/store/testing';
import { ModelAliases } from './model-aliases';
import { type ModelRegistry, RegistryRefusal, RegistrySilent } from './model-registry';
import {
  apply as applyExperiments,
  applyPolicies,
  create,
  experiment,
  food,
  start,
  validate,
} from './testing/documents';
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

  const known = (model: string) => on.store.releases.head<any>('model_aliases', model)?.body.aliases;

  test('of one model that the registry refuses do not keep back those of the others', async () => {
    refusing();
    aliases = {};
    await apply(...['ant', 'bee', 'cat'].map((name) => ({ ...food({ modelName: name }), name })));
    const warn = jest.fn();
    const refuses = async (model: string) => {
      if (model === 'bee') throw new RegistryRefusal('it answers 403');
      return { champion: '1' };
    };
    const following = new ModelAliases(on.store, { ...registry, aliases: refuses }, { ...silent, warn });
    await following.look();
    await following.look();
    expect(['ant', 'bee', 'cat'].map(known)).toEqual([{ champion: '1' }, undefined, { champion: '1' }]);
    expect(warn.mock.calls).toEqual([[expect.objectContaining({ model: 'bee' }), expect.any(String)]]);
  });

  test('are looked at from where the last look ended', async () => {
    refusing();
    aliases = {};
    await apply(...['ant', 'bee', 'cat'].map((name) => ({ ...food({ modelName: name }), name })));
    const looked: string[] = [];
    const hangs = async (model: string) => {
      looked.push(model);
      if (model === 'bee') throw new RegistrySilent('no answer in time');
      return {};
    };
    const following = new ModelAliases(on.store, { ...registry, aliases: hangs }, silent);
    await following.look();
    const first = looked.splice(0);
    await following.look();
    expect([first.at(-1), looked[0]]).toEqual(['bee', 'budget']);
  });

  test('are looked at before an experiment that names one is started or applied', async () => {
    refusing();
    await publishMarkedModel(on.store);
    aliases = { income: { champion: '1' } };
    await apply({ ...food({ modelName: 'income' }, { modelName: 'income', modelVersion: '2' }), name: 'income' });
    const config = { policy_version_id: 'models:/income@champion' };
    const variants = ['a', 'b'].map((key) => ({ key, config }));
    await on.done(create, { input: experiment('started', { variants }) });
    const pinned = (key: string) =>
      on.store.releases.head<any>('experiment', key)!.body.variants.map(({ pins }: any) => Object.values(pins));
    const version = (id: string) => [on.store.releases.head('policy_version', id)!.hash];
    aliases = { income: { champion: '2' } };
    await on.done(start, { key: 'started' });
    expect(pinned('started')).toEqual([version('income@2'), version('income@2')]);
    aliases = { income: { champion: '1' } };
    const applied = await on.done(applyExperiments, {
      experiments: [experiment('applied', { variants, status: 'RUNNING' })],
    });
    expect(applied).toMatchObject([{ outcome: 'CREATED', problems: [] }]);
    expect(pinned('applied')).toEqual([version('income@1'), version('income@1')]);
  });

  test('those that a call in an experiment’s flow names are looked at, too', async () => {
    aliases = { income: { champion: '1' } };
    await apply({ ...food({ modelName: 'income' }), name: 'income' });
    const call = { strategy: 'mlflow_model', config: { policy_version_id: 'models:/income@champion' } };
    await on.store.transaction(async (sql) => {
      const publish = (kind: string, key: string, body: object) =>
        on.store.releases.publish(sql, { kind, key, schema: 1, body: body as never });
      const { hash } = await publish('flow_version', 'asks@1', {
        name: 'asks',
        number: 1,
        status: 'ACTIVE',
        calls: [call],
      });
      await publish('flow', 'asks', { name: 'asks', description: '', versions: { 1: hash } });
    });
    await on.store.releases.refresh();
    aliases = { income: { champion: '2' } };
    await new ModelAliases(on.store, registry, silent).lookFor([{ flow_config: { flow_id: 'asks' } }]);
    expect(known('income')).toEqual({ champion: '2' });
  });
});
