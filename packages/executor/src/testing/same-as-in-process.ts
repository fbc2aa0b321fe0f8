import type { Isolation } from '../index';
import { unlessTold } from './executing';

/** What strategies are lent, and how they fail, is the same wherever they run: these suites run there, unchanged. */
export function sameAsInProcess(isolation: Isolation): void {
  unlessTold.entry = { isolation };
  afterAll(() => Promise.all(unlessTold.opened.map(({ close }) => close())));
  for (const suite of ['generate', 'policies', 'strategy-failure', 'worker/isolated-plugin'])
    describe(suite, () => {
      require(`../${suite}.test`);
    });
}
