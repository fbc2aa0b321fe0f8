import { costOf, type ModelTokens } from './prices';

const prices = { small: { input: 1, output: 5 }, cached: { input: 2, output: 4, cacheRead: 0.5, cacheWrite: 3 } };
const used = (model: string, tokens: Partial<ModelTokens> = {}): ModelTokens => ({
  ...{ model, input: 1_000_000, output: 100_000, cacheRead: 0, cacheWrite: 0 },
  ...tokens,
});

test.each<[string, ModelTokens[], number | null]>([
  ['input and output have prices of their own', [used('small')], 1.5],
  ['so have cached tokens', [used('cached', { cacheRead: 1_000_000, cacheWrite: 1_000_000 })], 5.9],
  ['models add up', [used('small'), used('cached')], 3.9],
  ['a snapshot costs what its model does', [used('small-20251001'), used('small-2025-10-01')], 3],
  ['another model with a like name does not', [used('small-mini')], null],
  ['one unknown price leaves the sum unknown', [used('small'), used('other')], null],
  ['cached tokens without a price too', [used('small', { cacheRead: 1 })], null],
  ['a name that every object has is no price', [used('constructor')], null],
  ['what used no tokens costs nothing', [used('small'), used('', { input: 0, output: 0 })], 1.5],
  ['no tokens: nothing to say', [], null],
])('%s', (_, tokens, expected) => {
  const cost = costOf(tokens, prices);
  if (expected === null) expect(cost).toBeNull();
  else expect(cost).toBeCloseTo(expected, 10);
});
