import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { definition } from './testing/definition';
import { SmallProduct } from './testing/small-product';

let product: SmallProduct;
beforeEach(async () => {
  product = await SmallProduct.start(definition('colour', ['red']));
});
afterEach(() => product.stop());

/** Runs a script as a process of its own, `trialogue` being a client that is ready; answers what it printed. */
async function run(script: string): Promise<string> {
  const client = JSON.stringify(join(__dirname, 'node.ts'));
  const hook = join(__dirname, '../../store/src/testing/typescript-hook.cjs');
  const source = `
    const { createTrialogue } = require(${client});
    const trialogue = createTrialogue({ url: ${JSON.stringify(product.url)} });
    trialogue.on('dropped', ({ count, error }) => console.log('dropped', count, error.code));
    trialogue.ready().then(async () => { ${script} });`;
  const child = execFile(process.execPath, ['--require', hook, '-C', 'trialogue-source', '--eval', source], {
    timeout: 30_000,
  });
  let printed = '';
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (text) => (printed += text));
  const [code] = await once(child, 'exit');
  return `${printed}exit ${code}`;
}

test('a process that comes to its end has recorded what its units met, and is held up by nothing else', async () => {
  const began = performance.now();
  expect(await run(`for (const unit of ['anna', 'ben']) trialogue.assign('colour', { unit });`)).toBe('exit 0');
  expect(product.exposures.size).toBe(2);
  expect(performance.now() - began).toBeLessThan(10_000);
});

test('a process that comes to its end while the product hangs stays a few seconds, and says what is lost', async () => {
  product.fault = (request) => request.url === '/graphql' && product.reads > 0;
  expect(await run(`trialogue.assign('colour', { unit: 'anna' });`)).toBe('dropped 1 OUTBOX_UNSENT\nexit 0');
});

test('a process that closes its client may exit at once', async () => {
  const script = `trialogue.assign('colour', { unit: 'anna' }); await trialogue.close(); process.exit(0);`;
  expect(await run(script)).toBe('exit 0');
  expect(product.exposures.size).toBe(1);
});
