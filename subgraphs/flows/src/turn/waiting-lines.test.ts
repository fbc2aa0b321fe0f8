import { WaitingLines } from './waiting-lines';

const forever = new AbortController().signal;

/** Work that ends when the test says so. */
function work(name: string, log: string[]) {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    end,
    do: async () => {
      log.push(name);
      await ended;
      return name;
    },
  };
}

test('one after the other, in the order in which they came; what fails lets the next one come', async () => {
  const lines = new WaitingLines();
  const log: string[] = [];
  const [a, c] = [work('a', log), work('c', log)];
  const answers = [
    lines.wait('one', forever, a.do),
    lines.wait('one', forever, async () => {
      log.push('b');
      throw new Error('b');
    }),
    lines.wait('one', forever, c.do),
  ];
  expect(await lines.wait('two', forever, async () => [...log])).toEqual(['a']);
  a.end();
  expect(await answers[0]).toBe('a');
  await expect(answers[1]).rejects.toThrow('b');
  c.end();
  expect(await answers[2]).toBe('c');
  expect(log).toEqual(['a', 'b', 'c']);
});

test('five at most; who leaves makes room at once, and is not served', async () => {
  const lines = new WaitingLines();
  const log: string[] = [];
  const head = work('head', log);
  const leaving = new AbortController();
  const first = lines.wait('one', forever, head.do);
  const left = lines.wait('one', leaving.signal, async () => log.push('left'));
  const others = [1, 2, 3].map((number) => lines.wait('one', forever, async () => log.push(`${number}`)));
  await expect(lines.wait('one', forever, async () => 'sixth')).rejects.toMatchObject({ code: 'CONVERSATION_BUSY' });
  leaving.abort();
  await expect(left).rejects.toMatchObject({ code: 'CONVERSATION_BUSY' });
  const last = lines.wait('one', forever, async () => log.push('last'));
  expect(log).toEqual(['head']);
  head.end();
  await Promise.all([first, ...others, last]);
  expect(log).toEqual(['head', '1', '2', '3', 'last']);
});
