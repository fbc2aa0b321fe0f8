import { RegistrySilent } from './model-registry';
import { applyPolicies, food } from './testing/documents';
import { type StartedExperiments, startExperiments } from './testing/started-experiments';

const asked: string[] = [];
let answers: (model: string, version: string) => { message: string; found?: string } | undefined;
let on: StartedExperiments;
const aliases: Record<string, Record<string, string>> = {};
beforeAll(async () => {
  const missing = async (model: string, version: string) => {
    asked.push(`${model} ${version}`);
    return answers(model, version);
  };
  on = await startExperiments({ models: { missing, aliases: async (model) => aliases[model] } });
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
