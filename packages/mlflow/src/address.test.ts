import { mlflowAddressIn } from './address';
import { named } from './mlflow-api';

test('an address whose credentials are not encoded is taken as it stands, rather than ending the start', () => {
  const address = mlflowAddressIn((name) =>
    name === 'MLFLOW_TRACKING_URI' ? 'http://me:100%@mlflow:5000' : undefined,
  );
  expect(address).toEqual({
    url: 'http://mlflow:5000/',
    authorization: `Basic ${Buffer.from('me:100%').toString('base64')}`,
  });
});

test.each([
  ['meal', "name='meal'"],
  ["Ana's meal", `name="Ana's meal"`],
  ['a "meal"', `name='a "meal"'`],
])('%s is searched for in quotes that it does not hold', (name, filter) => expect(named(name)).toBe(filter));
