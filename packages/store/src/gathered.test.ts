import { DomainError } from '@trialogue/errors';
import { Gathered } from './gathered';

/** What was written together, each settled when it is told to. */
function holding(options: Partial<{ mostTogether: number; mostWaiting: number; mostWrites: number }> = {}) {
  const statements: { items: readonly string[]; commit(): void; fail(error: unknown): void }[] = [];
  const gathered = new Gathered(
    (items: readonly string[]) =>
      new Promise<string[]>((resolve, reject) => {
        statements.push({ items, commit: () => resolve(items.map((item) => `${item}!`)), fail: reject });
      }),
    { mostTogether: 100, mostWaiting: 100, mostWrites: 1, ...options, weightOf: ({ length }) => length },
  );
  return { gathered, statements, writing: () => statements.map(({ items }) => items) };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

test('what one turn brings goes together, and what comes while that is written goes into the next; each gets its own answer', async () => {
  const { gathered, statements, writing } = holding();
  const answers = ['a', 'b'].map((item) => gathered.add(item));
  await turn();
  answers.push(gathered.add('c'), gathered.add('d'));
  await turn();
  expect(writing()).toEqual([['a', 'b']]);
  statements[0]!.commit();
  await turn();
  expect(writing()).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
  statements[1]!.commit();
  expect(await Promise.all(answers)).toEqual(['a!', 'b!', 'c!', 'd!']);
});

test('nobody fails for what another brought: what is refused together is tried one by one', async () => {
  const { gathered, statements, writing } = holding();
  const answers = ['a', 'bad', 'c'].map((item) => gathered.add(item));
  const settled = Promise.allSettled(answers);
  await turn();
  statements[0]!.fail(new Error('refused'));
  for (const next of [1, 2, 3]) {
    await turn();
    const { items, commit, fail } = statements[next]!;
    if (items[0] === 'bad') fail(new Error('bad'));
    else commit();
  }
  expect((await settled).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(writing()).toEqual([['a', 'bad', 'c'], ['a'], ['bad'], ['c']]);
});

test('a database that is away refuses all at once', async () => {
  const { gathered, statements } = holding();
  const settled = Promise.allSettled(['a', 'b'].map((item) => gathered.add(item)));
  await turn();
  statements[0]!.fail(new DomainError('STORE_UNAVAILABLE', {}));
  expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(statements).toHaveLength(1);
});

test('one statement takes so much, unless one alone is more; and so much may wait', async () => {
  const { gathered, statements, writing } = holding({ mostTogether: 4, mostWaiting: 8 });
  const first = gathered.add('a');
  await turn();
  const others = ['123456', 'bb', 'cc'].map((item) => gathered.add(item));
  const settled = Promise.allSettled(others);
  for (let done = 0; done < 3; done++) {
    statements[done]!.commit();
    await turn();
  }
  expect(await first).toBe('a!');
  expect(writing()).toEqual([['a'], ['123456'], ['bb']]);
  const [, , refused] = await settled;
  expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'STORE_UNAVAILABLE' } });
});
