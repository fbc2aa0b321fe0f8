import { countByVariant } from './variant-totals.count';

const event = (type: string, data: object) => ({ type, data: data as { [key: string]: string | boolean } });
const of = (variant: string, standIn = false) => ({ experiment: 'plan', variant, standIn });
const nothing = { exposures: 0, completions: 0, failures: 0, fallbacks: 0 };

test.each([
  ['an exposure', 'exposure', { exposures: 1 }],
  ['an answer', 'execution_completed', { completions: 1 }],
  ['a failure', 'execution_failed', { failures: 1 }],
])('%s adds one', (_, type, added) => {
  expect(countByVariant([event(type, of('a'))])).toEqual([{ ...of('a'), ...nothing, ...added }]);
});

test('an answer of the fallback variant is a completion, and told apart', () => {
  expect(countByVariant([event('execution_completed', { ...of('a'), fallbackVariant: 'b' })])).toEqual([
    { ...of('a'), ...nothing, completions: 1, fallbacks: 1 },
  ]);
});

test.each([
  ['other events', 'message_sent', of('a')],
  ['executions outside an experiment', 'execution_completed', { standIn: false }],
  ['what names no variant', 'exposure', { experiment: 'plan' }],
])('%s add nothing', (_, type, data) => {
  expect(countByVariant([event(type, data)])).toEqual([]);
});

test('variants, experiments and stand-ins are counted apart', () => {
  const events = [
    event('exposure', of('a')),
    event('exposure', of('a')),
    event('exposure', of('a', true)),
    event('exposure', of('b')),
    event('exposure', { ...of('b'), experiment: 'other' }),
  ];
  expect(countByVariant(events)).toEqual([
    { ...of('a'), ...nothing, exposures: 2 },
    { ...of('a', true), ...nothing, exposures: 1 },
    { ...of('b'), ...nothing, exposures: 1 },
    { ...of('b'), ...nothing, experiment: 'other', exposures: 1 },
  ]);
});
