import { readFileSync, writeFileSync } from 'node:fs';
import { rows } from './support/database';
import { askAt, Deployment, services } from './support/deployment';
import { entriesOf, pluginsFile, writePlugin } from './support/plugin';
import { makeProject, testDatabase } from './support/product';
import { until } from './support/until';

test('with two of flows a field comes when both have it, and goes before either lets go', async () => {
  const { url } = await testDatabase();
  const roots = [makeProject(), makeProject()] as const;
  for (const root of roots) writePlugin(root, 'fitting', 'mood');
  const base = readFileSync(pluginsFile(roots[0]), 'utf8').trimEnd();
  const write = (root: string, ...plugins: string[]) =>
    writeFileSync(pluginsFile(root), `${base}${entriesOf(...plugins)}\n`);
  const deployment = new Deployment(roots[0], { DATABASE_URL: url });
  const eventually = (condition: () => Promise<boolean>) => until(condition, () => deployment.output);
  try {
    for (const service of services) deployment.start(service);
    const second = deployment.start('flows', 2, roots[1]);
    await deployment.ready();
    const [gateway] = deployment.gateways;
    const hasField = async () =>
      (await askAt(gateway!, '{ experiment(key: "any") { mood } }')).errors?.[0]?.extensions.code !==
      'GRAPHQL_VALIDATION_FAILED';
    const replicas = (): Promise<{ schema: string; holds: string[] }[]> =>
      rows(url, `select schema, holds from exp.replicas where service = 'flows' order by url = $1`, [second.url]);
    const published = async () =>
      (
        await rows(
          url,
          `select body from exp.heads join exp.releases using (hash)
           where exp.heads.kind = 'subgraph' and exp.heads.key = 'flows'`,
        )
      )[0].body;
    await eventually(async () => (await replicas()).length === 2);
    const without = (await replicas())[0]!.schema;
    expect((await replicas())[1]!.schema).toBe(without);

    write(roots[0], 'fitting');
    await eventually(async () => (await replicas())[0]!.schema !== without);
    const withField = (await replicas())[0]!.schema;
    expect((await replicas())[1]!.schema).toBe(without);
    expect(await published()).not.toContain('mood');
    expect(await hasField()).toBe(false);
    write(roots[1], 'fitting');
    await eventually(hasField);
    expect((await replicas()).every(({ holds }) => holds.includes(without))).toBe(true);

    write(roots[0]);
    await eventually(async () => !(await hasField()));
    expect((await replicas()).every(({ holds }) => holds.includes(withField))).toBe(true);
    write(roots[1]);
    await eventually(async () => (await replicas()).every(({ schema }) => schema === without));
    expect(await hasField()).toBe(false);
  } finally {
    await deployment.end();
  }
});
