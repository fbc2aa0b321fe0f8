import { portionsOf } from './portions';

const shapes = (inputs: readonly unknown[]) => portionsOf(inputs).map(({ from, some }) => [from, some.length]);

test.each<[string, readonly unknown[], [number, number][]]>([
  ['nothing', [], []],
  ['a list that is taken at once', Array(200).fill('a'), [[0, 200]]],
  [
    'one that is too long',
    Array(450).fill('a'),
    [
      [0, 200],
      [200, 200],
      [400, 50],
    ],
  ],
  [
    'one that is too large',
    Array(5).fill('x'.repeat(300_000)),
    [
      [0, 2],
      [2, 2],
      [4, 1],
    ],
  ],
  [
    'an entry that is too large by itself',
    ['a', 'x'.repeat(900_000), 'b'],
    [
      [0, 1],
      [1, 1],
      [2, 1],
    ],
  ],
])('%s', (_, inputs, expected) => expect(shapes(inputs)).toEqual(expected));

test('they are the list, in its order', () => {
  const inputs = Array.from({ length: 450 }, (_, index) => ({ index }));
  expect(portionsOf(inputs).flatMap(({ some }) => some)).toEqual(inputs);
});
