import path from 'node:path';
import { type Product, repository, startProduct } from './support/product';
import { findPython, pythonTest, runPython } from './support/python';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});

const client = findPython('trialogue', 'pytest', 'httpx');
pythonTest(client)(
  'the Python client holds what it promises of a running product',
  async () => {
    const words = ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', '-rs'];
    const cwd = path.join(repository, 'clients/python');
    const printed = await runPython(client, words, {
      ...{ cwd, ms: 180_000 },
      env: { TRIALOGUE_URL: `${product.url}/graphql` },
    });
    expect(printed).toMatch(/\b\d+ passed/);
    expect(printed).not.toMatch(/skipped|failed/);
  },
  200_000,
);
