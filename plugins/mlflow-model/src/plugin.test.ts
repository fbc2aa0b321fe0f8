import type { Resolver } from '@trialogue/plugin-api';
import { Kind, parse } from 'graphql';
import plugin from './index';
import { variantModel } from './variant-model';

test('the plugin brings one strategy and one field of Variant', async () => {
  const { strategies, graph } = await plugin.setup({}, {} as never);
  expect(strategies?.map(({ name, effects }) => [name, effects])).toEqual([['mlflow_model', 'idempotent']]);
  const extension = parse(graph!.typeDefs).definitions.find(({ kind }) => kind === Kind.OBJECT_TYPE_EXTENSION);
  expect(extension).toMatchObject({ name: { value: 'Variant' } });
  expect(Object.keys(graph!.resolvers.Variant!)).toEqual(['model']);
});

test.each([
  ['names none', { execution_strategy: 'prompt_template' }, null, null],
  ['names a version', { mlflow_model: { policy_version_id: 'a@2' } }, { reference: 'a@2', name: null }, { id: 'a@2' }],
  [
    'names an alias, as a draft may',
    { mlflow_model: { policy_version_id: '5f0c-uuid', model_name: 'm' } },
    { reference: '5f0c-uuid', name: 'm' },
    null,
  ],
])('the model of a variant that %s', (_, config, model, policyVersion) => {
  const { Variant, ModelVersion } = variantModel.resolvers;
  const found = (Variant!.model as Resolver)({ config }, {}, {} as never);
  expect(found).toEqual(model);
  if (model) expect((ModelVersion!.policyVersion as Resolver)(found, {}, {} as never)).toEqual(policyVersion);
});
