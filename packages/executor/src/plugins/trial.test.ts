import type { LoadedPlugin } from './loaded-plugin';
import { tryPlugins } from './trial';

const plugin = (name: string): LoadedPlugin =>
  ({ name, strategies: [], tools: [], allocators: [], graph: { typeDefs: '', resolvers: {} } }) as never;

test('what was served stays, and goes together, when the graph blames an old version for what comes', async () => {
  const [staying, old, next, fresh] = [plugin('q'), plugin('p'), plugin('p'), plugin('r')];
  const tried: string[][] = [];
  const trial = await tryPlugins([staying], [{ plugin: next, old }, { plugin: fresh }], {
    users: async () => [],
    async mountable(modules) {
      const names = modules.map((one) => one.plugin);
      tried.push(names);
      return new Map(names.includes('r') ? [['p', 'it is in the way']] : []);
    },
  });
  expect(tried).toEqual([
    ['q', 'p', 'r'],
    ['q', 'p', 'r'],
    ['q', 'p'],
  ]);
  expect(trial.taken).toEqual(new Set([staying, old]));
  expect([...trial.refused]).toEqual([
    [next, 'its part of the graph is refused: it is in the way'],
    [fresh, 'the plugin p would be refused beside it: it is in the way'],
  ]);
});
