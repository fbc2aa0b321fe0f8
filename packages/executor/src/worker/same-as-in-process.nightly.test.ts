import { unlessTold } from '../testing/executing';

afterAll(() => Promise.all(unlessTold.opened.map(({ close }) => close())));

/** What strategies are lent, and how they fail, is the same wherever they run: these suites run there unchanged. */
for (const isolation of ['process', 'worker'] as const)
  describe(isolation, () => {
    unlessTold.entry = { isolation };
    jest.isolateModules(() => {});
    for (const suite of ['generate', 'policies', 'strategy-failure', 'worker/isolated-plugin'])
      describe(suite, () => {
        require(`../${suite}.test`);
      });
  });
