import path from 'node:path';
import { EmbeddedPostgres } from '@trialogue/store';
import { silent } from '@trialogue/store/testing';
import { getIntrospectionQuery } from 'graphql';
import { askAt, Deployment, type Service } from './support/deployment';
import { makeProject, temporaryFolder } from './support/product';
import { until } from './support/until';

const subgraphs: readonly Service[] = ['experiments', 'prompts', 'flows', 'analytics'];
const query = '{ plugins { name } experiment(key: "meal_planning_style") { name } }';

test('with the database and every subgraph away a gateway starts on what it kept, says what is down, and is well once they are back', async () => {
  const dataDir = path.join(temporaryFolder(), 'postgres');
  let postgres = await EmbeddedPostgres.start({ dataDir, logger: silent });
  const port = Number(new URL(postgres.url).port);
  const deployment = new Deployment(makeProject(), { DATABASE_URL: postgres.url });
  const said = () => deployment.output;
  try {
    for (const service of subgraphs) deployment.start(service);
    deployment.start('gateway');
    await deployment.ready();
    await deployment.apply();
    const [first] = deployment.gateways;
    const { data: known } = await askAt(first!, query);
    expect(known.experiment.name).toEqual(expect.any(String));
    const { data: schema } = await askAt(first!, getIntrospectionQuery());

    await deployment.kill('gateway', 1, 'SIGTERM'); // what it keeps is on disk then
    for (const service of subgraphs) await deployment.kill(service);
    await postgres.stop();

    const gateway = deployment.start('gateway');
    const stranger = deployment.start('gateway', 2); // has kept nothing
    await until(() => gateway.url !== '', said);
    expect(await askAt(gateway.url, getIntrospectionQuery())).toEqual({ data: schema });
    const { data, errors } = await askAt(gateway.url, query);
    expect(data).toEqual(null);
    expect(errors!.map(({ extensions, path: at }) => [extensions.code, extensions.retryable, at])).toEqual(
      expect.arrayContaining(['plugins', 'experiment'].map((field) => ['SUBGRAPH_UNAVAILABLE', true, [field]])),
    );

    postgres = await EmbeddedPostgres.start({ dataDir, port, logger: silent });
    for (const service of subgraphs) deployment.start(service);
    await deployment.ready();
    for (const one of [gateway, stranger]) {
      await until(async () => (await askAt(one.url, query)).errors === undefined, said);
      expect((await askAt(one.url, query)).data).toEqual(known);
      expect(one.exit).toBeNull();
    }
  } finally {
    await deployment.end();
    await postgres.stop();
  }
});
