import { inParallel } from './in-parallel';
import { Progress } from './progress';
import { table } from './results';
import { pickUnits } from './units';

const screen = (isTTY: boolean) => {
  const written: string[] = [];
  return { isTTY, write: (text: string) => written.push(text), written };
};

test('on a terminal a bar is drawn over itself, and ends its line when all is done', () => {
  const terminal = screen(true);
  const progress = new Progress('turns', 2, terminal);
  progress.step();
  progress.step();
  expect(terminal.written.map((text) => text.replace(/ {2,}/, ' '))).toEqual([
    `\rturns ${'░'.repeat(30)} 0/2`,
    `\rturns ${'█'.repeat(15)}${'░'.repeat(15)} 1/2`,
    `\rturns ${'█'.repeat(30)} 2/2\n`,
  ]);
});

test('elsewhere a quarter is a line', () => {
  const file = screen(false);
  const progress = new Progress('turns', 10, file);
  for (let step = 0; step < 10; step++) progress.step();
  expect(file.written).toEqual(['turns: 3 of 10\n', 'turns: 5 of 10\n', 'turns: 8 of 10\n', 'turns: 10 of 10\n']);
});

test('as many as are allowed run at once, and answers keep the items’ order', async () => {
  let running = 0;
  let most = 0;
  const answers = await inParallel([5, 1, 4, 2, 3], 2, async (item) => {
    running += 1;
    most = Math.max(most, running);
    for (let turn = 0; turn < item; turn++) await Promise.resolve();
    running -= 1;
    return item * 10;
  });
  expect({ answers, most }).toEqual({ answers: [50, 10, 40, 20, 30], most: 2 });
});

describe('units are picked so that each variant gets its share', () => {
  const graph = (variantOf: (unit: string) => string | null) => {
    const assigned: string[] = [];
    const ask = async (_: string, { unit }: any) => {
      assigned.push(unit);
      const key = variantOf(unit);
      return { assignment: { variant: key && { key } } };
    };
    return { ask, follow: async () => {}, close: async () => {}, assigned };
  };
  const experiment = { key: 'e', variants: [{}, {}] };
  const numberOf = (unit: string) => Number(unit.split('-')[1]);

  test('also when one is rare, and when most are outside the traffic', async () => {
    const rare = graph((unit) => (numberOf(unit) % 3 > 0 ? null : numberOf(unit) % 9 > 0 ? 'often' : 'rare'));
    expect(await pickUnits(rare, experiment, 4, 'u')).toEqual(['u-3', 'u-6', 'u-9', 'u-18']);
  });

  test('one that nobody gets is left to the others, after a bounded search', async () => {
    const never = graph(() => 'always');
    expect(await pickUnits(never, experiment, 4, 'u')).toEqual(['u-1', 'u-2', 'u-3', 'u-4']);
    expect(never.assigned).toHaveLength(160);
  });
});

test('a table has its columns under their names, numbers to the right', () => {
  const text = table(
    ['experiment', 'count'],
    [
      ['tone', 7],
      ['a longer name', 12],
    ],
  );
  expect(text.split('\n')).toEqual([
    '  experiment      count',
    '  ─────────────   ─────',
    '  tone                7',
    '  a longer name      12',
  ]);
});
