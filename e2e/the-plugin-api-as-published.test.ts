import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pack, unpack } from './support/packed';
import { repository, temporaryFolder } from './support/product';

const plugin = `
import { apiVersion, definePlugin, defineStrategy, type Resolver } from '@trialogue/plugin-api';

export const typed = defineStrategy({
  name: 'typed', version: '1', configKey: 'typed', effects: 'none',
  config: { type: 'object', properties: { free_from: { type: 'number' }, label: { enum: ['short', 'long'] } }, required: ['free_from'] },
  input: { type: 'object', properties: { total: { type: 'number' }, tags: { type: 'array', items: { type: 'string' } } }, required: ['total'] },
  output: { type: 'object', properties: { cost: { type: 'number' }, kind: { enum: ['free', 'paid'] } }, required: ['cost', 'kind'] },
  async execute({ config, input, once }) {
    const from: number = config.free_from;
    const label: 'short' | 'long' | undefined = config.label;
    const tags: string[] | undefined = input.tags;
    // @ts-expect-error it may be left out
    input.tags.length;
    // @ts-expect-error the schema knows no such member
    config.free_form;
    const cost: number = await once('price', async () => 5);
    return { cost: input.total >= from ? 0 : cost, kind: cost > 0 && label && tags ? 'paid' : 'free' };
  },
});

defineStrategy({
  name: 'wrong', version: '1', configKey: 'wrong', effects: 'none', config: {}, input: {},
  output: { type: 'object', properties: { cost: { type: 'number' } }, required: ['cost'] },
  // @ts-expect-error a text is no number
  async execute() { return { cost: 'much' }; },
});

// @ts-expect-error it has to say whether it may be repeated
defineStrategy({ name: 'w', version: '1', configKey: 'w', config: {}, input: {}, output: {}, async execute() {} });

const cheapest: Resolver = async (_parent, _args, { load }) => load('price', 'a', async (keys) => keys.map(() => 1));

export default definePlugin({
  name: 'shipping', version: '1.0.0', apiVersion,
  options: { type: 'object', properties: { currency: { type: 'string', default: 'EUR' } }, additionalProperties: false },
  async setup({ currency }, host) {
    const shown: string | undefined = currency;
    await host.records.put('currency', shown ?? null);
    // @ts-expect-error functions are no JSON
    await host.records.put('currency', () => 1);
    return { strategies: [typed], graph: { typeDefs: 'extend type Query { cheapest: Int }', resolvers: { Query: { cheapest } } } };
  },
});
`;

const tests = `
import { contractTests, openPlugin, runStrategy, scriptedModel } from '@trialogue/plugin-api/testing';
import plugin, { typed } from './plugin';

export async function test() {
  const { output, text } = await runStrategy(typed, { config: { free_from: 50 }, input: { total: 20 }, models: ['a', { text: text0 }] });
  const kind: 'free' | 'paid' = output.kind;
  // @ts-expect-error the config lacks what its schema requires
  await runStrategy(typed, { config: {}, input: { total: 20 } });
  // @ts-expect-error the output has no such member
  output.price;
  const opened = await openPlugin(plugin, { currency: 'CHF' });
  // @ts-expect-error its options are texts
  await openPlugin(plugin, { currency: 1 });
  await opened.resolve('Query', 'cheapest');
  const all = contractTests(plugin, { strategies: { typed: { config: { free_from: 1 }, input: { total: 1 } } } });
  return [kind, text, scriptedModel([]).requests.length, ...all.map(({ name }) => name)];
}
const text0 = 'b';
`;

test('a plugin in strict TypeScript compiles against what is packed, with types inferred from its schemas', () => {
  const project = temporaryFolder();
  unpack(pack('packages/plugin-api'), project, '@trialogue/plugin-api');
  expect(existsSync(path.join(project, 'node_modules/@trialogue/plugin-api/src'))).toBe(false);
  writeFileSync(path.join(project, 'plugin.ts'), plugin);
  writeFileSync(path.join(project, 'plugin-test.ts'), tests);
  const compilerOptions = {
    ...{ target: 'es2022', lib: ['es2024', 'dom'], types: [], module: 'node20', moduleResolution: 'node16' },
    ...{ strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, noEmit: true },
  };
  writeFileSync(path.join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  const tsc = path.join(repository, 'node_modules/typescript/bin/tsc');
  const { stdout, status } = spawnSync(process.execPath, [tsc, '-p', project], { encoding: 'utf8' });
  expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
});
