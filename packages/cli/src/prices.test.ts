import { readPrices } from './prices';

test.each([
  [undefined, {}],
  ['small=1/5', { small: { input: 1, output: 5 } }],
  [
    'small=0.15/0.6, org/large-3:x=3/15/0.3/3.75,',
    {
      small: { input: 0.15, output: 0.6 },
      'org/large-3:x': { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 },
    },
  ],
])('%s', (text, prices) => {
  expect(readPrices(text)).toEqual(prices);
});

test.each(['small', 'small=1', 'small=1/5/2', 'small=-1/5', 'small=1/x', '=1/5', 'small=1/5/1/1/1'])(
  '%s is refused with what to write instead',
  (text) => {
    expect(() => readPrices(text)).toThrow(`TRIALOGUE_PRICES has "${text}".`);
  },
);
