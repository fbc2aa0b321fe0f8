import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileLists, readFileList } from '../apply/lists';
import { project } from '../apply/testing/project';
import { modelRegistry } from '../model-registry';
import { missingModels } from './model-registry';

const closers: (() => void)[] = [];
afterAll(() => {
  for (const close of closers) close();
});

/** Answers as the registry of MLflow 3.17.2 does. */
async function registry(models: Record<string, readonly string[]>): Promise<string> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://registry');
    const name = searchParams.get('name') ?? /^name='(.*)'$/.exec(searchParams.get('filter') ?? '')?.[1] ?? '';
    const versions = (models[name] ?? []).map((version) => ({ name, version }));
    const wanted = versions.find(({ version }) => version === searchParams.get('version'));
    const answers: Record<string, object | undefined> = {
      'model-versions/get': wanted && { model_version: wanted },
      'model-versions/search': versions.length > 0 ? { model_versions: versions } : {},
      'registered-models/get': models[name] && { registered_model: { name } },
      'registered-models/search': { registered_models: Object.keys(models).map((one) => ({ name: one })) },
    };
    const answer = answers[pathname.replace('/api/2.0/mlflow/', '')];
    const missing = { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'not found' };
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? missing));
  });
  return listening(server);
}

async function listening(server: ReturnType<typeof createServer>): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.close().closeAllConnections());
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}

const policies = (model: string, version: string) => {
  const text = `policies:
  - name: food
    versions:
      - version: 1
        model_name: ${model}
        model_version: "${version}"
        inputs: [{ name: income, type: number }]
        endpoint: standin:food
`;
  const root = project({ 'config/policies.yml': text });
  return readFileList(fileLists.find(({ list }) => list === 'policies')!, { root, environment: () => undefined });
};

test.each<[string, string, string, string[]]>([
  ['is there', 'food_budget', '2', []],
  [
    'has no such version',
    'food_budget',
    '3',
    ['MLflow has no version "3" of the model "food_budget"; it has "1", "2"'],
  ],
  [
    'has no version of that form',
    'food_budget',
    'latest',
    ['MLflow has no version "latest" of the model "food_budget"; it has "1", "2"'],
  ],
  ['has no versions at all', 'empty', '1', ['MLflow has no version "1" of the model "empty"; it has none']],
  ['is not there', 'food_bugdet', '1', ['MLflow has no model "food_bugdet"; did you mean "food_budget"?']],
])('a model that %s', async (_, model, version, messages) => {
  const findings = await missingModels(
    modelRegistry({ url: await registry({ food_budget: ['1', '2'], empty: [] }) }),
    policies(model, version),
  );
  expect(findings.map(({ message }) => message)).toEqual(messages);
  for (const finding of findings)
    expect(finding).toMatchObject({ severity: 'error', line: 6, column: 9, path: 'versions.0.model_version' });
});

test.each<[string, () => Promise<string>]>([
  ['does not answer', async () => 'http://127.0.0.1:9'],
  ['answers with a page', () => listening(createServer((_, response) => response.end('<html>')))],
  ['wants a password', () => listening(createServer((_, response) => response.writeHead(401).end('{}')))],
])('a registry that %s is a warning', async (_, server) => {
  expect(await missingModels(modelRegistry({ url: await server() }), policies('food_budget', '1'))).toMatchObject([
    { severity: 'warning', message: expect.stringContaining('MLflow’s registry could not be asked') },
  ]);
});
