import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@trialogue/store/testing';
import { definition } from './testing/definition';
import { SmallProduct } from './testing/small-product';

test('the example’s server answers by the flag, and has recorded all of it when it is told to stop', async () => {
  const product = await SmallProduct.start(definition('checkout', ['one page', 'three steps']));
  const folder = mkdtempSync(join(tmpdir(), 'trialogue-example-'));
  const hook = join(__dirname, '../../store/src/testing/typescript-hook.cjs');
  const server = join(__dirname, '../../../examples/flags/server.js');
  const env = { ...process.env, TRIALOGUE_URL: product.url, PORT: '0' };
  const child = execFile(process.execPath, ['--require', hook, '-C', 'trialogue-source', server], { cwd: folder, env });
  let printed = '';
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (text) => {
      printed += text;
    });
  try {
    const address = () => /^http:\S+(?=\/\?)/m.exec(printed)?.[0];
    await until(() => address() !== undefined, 30_000);
    const get = async (path: string) => (await fetch(`${address()}${path}`)).text();
    expect(await get('/?user=anna')).toMatch(/^anna sees the checkout “(one page|three steps)”\.\n$/);
    expect(await get('/buy?user=anna&amount=3')).toBe('Thank you.\n');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect([...product.exposures.values()]).toMatchObject([{ experiment: 'checkout', unit: 'anna' }]);
    expect([...product.tracked.values()]).toMatchObject([{ type: 'bought', unit: 'anna', data: { amount: 3 } }]);
  } finally {
    child.kill('SIGKILL');
    await product.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
