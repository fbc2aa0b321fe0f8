import { readList } from './entries';
import { said } from './outcome';
import { policyFormat } from './policies';
import { project } from './testing/project';

const policies = (endpoint: string, more = '') => ({
  'config/policies.yml': `policies:
  - name: food
    versions:
      - version: 1
        id: uuid-v1
        model_name: food_budget
        model_version: "1"
        inputs: [{ name: income, type: number, required: true }]
        endpoint: ${endpoint}
${more}`,
});
const environment = (name: string) => ({ FOOD_URL: 'http://models:5001', ODD: '${OTHER}' })[name];

const readPolicies = (files: Record<string, string>) =>
  readList(project(files), 'config/policies.yml', policyFormat(environment));

test.each([
  ['http://models:5001', 'http://models:5001'],
  ['${FOOD_URL}', 'http://models:5001'],
  ['${FOOD_URL}/v1', 'http://models:5001/v1'],
  ['${FOOD_URL:-standin:food}', 'http://models:5001'],
  ['${MISSING:-standin:food}', 'standin:food'],
  ['${ODD}', '${OTHER}'],
])('a policy’s endpoint %s is %s', (written, endpoint) => {
  const { inputs, refused, files } = readPolicies(policies(written));
  expect(refused).toEqual([]);
  expect(files).toEqual(['config/policies.yml']);
  expect(inputs).toEqual([
    {
      name: 'food',
      description: '',
      versions: [
        {
          ...{ number: 1, alias: 'uuid-v1', description: '', status: 'ACTIVE', params: {}, endpoint },
          ...{ modelName: 'food_budget', modelVersion: '1' },
          inputs: [{ name: 'income', type: 'number', required: true }],
        },
      ],
    },
  ]);
});

test.each([
  ['${MISSING}', 'versions.0.endpoint: needs MISSING, which the environment does not have'],
  ['http://${FOOD_URL', 'versions.0.endpoint: has a ${ that is neither'],
  ['${food url}', 'versions.0.endpoint: has a ${ that is neither'],
])('the endpoint %s is refused with its line, and the next policy goes on', (written, reason) => {
  const other = policies('standin:other')['config/policies.yml'].replace('policies:\n', '').replace('food', 'other');
  const { inputs, entries, refused } = readPolicies(policies(written, other));
  expect(inputs).toMatchObject([{ name: 'other' }]);
  expect(entries).toMatchObject([{ index: 1 }]);
  expect(refused).toMatchObject([{ subject: 'policy food', line: 2, notes: [{ line: 9 }] }]);
  expect(said(refused[0]!.notes[0]!)).toContain(reason);
});
