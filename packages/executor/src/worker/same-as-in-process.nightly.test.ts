import { unlessTold } from '../testing/executing';

/** What strategies are lent, and how they fail, is the same in a worker: these suites run in one, unchanged. */
unlessTold.entry = { isolation: 'worker' };
afterAll(() => Promise.all(unlessTold.opened.map(({ close }) => close())));

for (const suite of ['generate', 'policies', 'strategy-failure'])
  describe(suite, () => {
    require(`../${suite}.test`);
  });
