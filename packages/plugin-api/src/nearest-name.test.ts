import { nearestName } from './nearest-name';

const members = ['execution_strategy', 'prompt_config', 'flow_config', 'params'];

test.each([
  ['promt_config', 'prompt_config'],
  ['promptConfig', 'prompt_config'],
  ['Params', 'params'],
  ['parms', 'params'],
  ['execution_stategy', 'execution_strategy'],
  ['flow', undefined],
  ['weight', undefined],
  ['', undefined],
])('%s → %s', (name, nearest) => expect(nearestName(name, members)).toBe(nearest));

test('the nearest wins, then the first', () => {
  expect(nearestName('meal_3', ['meal_11', 'meal_2', 'meal_1'])).toBe('meal_2');
  expect(nearestName('meal', [])).toBeUndefined();
});

test('a letter more or less, at either end and in the middle, costs one', () => {
  for (const name of ['aparams', 'paramsa', 'parxams', 'arams', 'param', 'paams'])
    expect(nearestName(name, ['xxxxxx', 'params'])).toBe('params');
});

test('what nobody typed by mistake is compared with nothing', () => {
  const long = 'a'.repeat(60_000);
  expect(nearestName(long, [long, `${long}b`])).toBeUndefined();
});
