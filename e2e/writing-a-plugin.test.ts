import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeProject, type Product, repository, startProduct } from './support/product';
import { runShell } from './support/route';
import { until } from './support/until';

const guide = readFileSync(path.join(repository, 'docs/writing-a-plugin.md'), 'utf8');
/** Its fenced blocks, in order, with what stands behind their language: a file, or what to do with it. */
const blocks = [...guide.matchAll(/^```(\w+) (\S+)\n([\s\S]*?)^```/gm)].map(([, language, act, text]) => ({
  language: language!,
  act: act!,
  text: text!,
}));

test('the guide from an empty folder to a running experiment, block by block', async () => {
  const root = makeProject();
  const product: Product = await startProduct({}, root);
  const printed: string[] = [];
  const answers: any[] = [];
  for (const { act, text } of blocks)
    if (act === 'run') {
      // `npx` finds the command where npm links it; so that no registry is asked, it is called there.
      const command = text.replaceAll(
        'npx trialogue',
        `node ${path.join(repository, 'packages/cli/bin/trialogue.js')}`,
      );
      printed.push(await runShell(command, root, { TRIALOGUE_URL: `${product.url}/graphql`, LOG_LEVEL: 'error' }));
    } else if (act === 'ask') answers.push(await product.ask(text));
    else {
      writeFileSync(path.join(root, act), text);
      if (act === 'config/experiments.yml') await until(() => isRunning(product));
    }
  expect(blocks).toHaveLength(11);

  const [created, tested, added] = printed;
  expect(created).toMatch(/Made loyalty: [\s\S]*# fail 0/);
  expect(tested).toMatch(/# fail 0[\s\S]*loyalty 0\.1\.0[\s\S]*✓ strategy loyalty obeys an abort[\s\S]*0 failed\./);
  expect(added).toContain('loyalty 0.1.0 is loaded');
  const [{ execute }, { startConversation }, { loyaltyVisits }] = answers;
  expect(execute).toMatchObject({ error: null, output: { status: 'new', visits: 1, text: expect.any(String) } });
  expect(startConversation.variant.key).toBe(execute.variant.key);
  expect(loyaltyVisits).toBe(1);
  const { plugins } = await product.ask('{ plugins { name state isolation } }');
  expect(plugins).toContainEqual({ name: 'loyalty', state: 'LOADED', isolation: 'process' });

  const tsc = path.join(repository, 'node_modules/typescript/bin/tsc');
  const compile = () => spawnSync(process.execPath, [tsc, '-p', path.join(root, 'loyalty')], { encoding: 'utf8' });
  expect(compile()).toMatchObject({ stdout: '', status: 0 });
  const strategy = path.join(root, 'loyalty/strategy.js');
  writeFileSync(strategy, readFileSync(strategy, 'utf8').replace('config.regular_from', 'config.regular_form'));
  expect(compile().stdout).toMatch(/strategy\.js.*regular_form/);
});

const isRunning = async (product: Product) =>
  (await product.ask('{ experiment(key: "welcome") { status } }')).experiment?.status === 'RUNNING';
