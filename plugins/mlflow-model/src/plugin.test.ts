import { fakeHost } from '@trialogue/plugin-api/testing';
import { Kind, parse } from 'graphql';
import plugin from './index';

test('the plugin brings one strategy, and resolvers of what its types declare', async () => {
  const { strategies, graph } = await plugin.setup({}, fakeHost());
  expect(strategies?.map(({ name, effects }) => [name, effects])).toEqual([['mlflow_model', 'idempotent']]);
  const declared = parse(graph!.typeDefs).definitions.flatMap((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION
      ? (node.fields ?? []).map((field) => `${node.name.value}.${field.name.value}`)
      : [],
  );
  const resolved = Object.entries(graph!.resolvers).flatMap(([type, fields]) =>
    Object.keys(fields).map((name) => `${type}.${name}`),
  );
  expect(resolved.filter((field) => !declared.includes(field))).toEqual([]);
  expect(resolved).toEqual(
    expect.arrayContaining(['Variant.model', 'Query.registeredModels', 'Mutation.approvePromotion']),
  );
});
