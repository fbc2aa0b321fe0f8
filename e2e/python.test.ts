import path from 'node:path';
import { makeKey } from '@trialogue/gateway';
import { type Product, repository, startProduct } from './support/product';
import { findPython, pythonTest, runPython } from './support/python';

const unitSecret = 'a secret of the team, thirty-two bytes or more';
const application = makeKey('application', ['assign', 'track']);
const converse = makeKey('web', ['converse']);

let product: Product;
let keyed: Product;
beforeAll(async () => {
  product = await startProduct();
  keyed = await startProduct({
    TRIALOGUE_KEYS: `${application.entry},${converse.entry}`,
    TRIALOGUE_UNIT_SECRET: unitSecret,
  });
}, 120_000);

const client = findPython('pytest', 'httpx');
pythonTest(client)(
  'the Python client holds what it promises of a running product, and of one that has keys',
  async () => {
    const words = ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', '-rs'];
    const cwd = path.join(repository, 'clients/python');
    const printed = await runPython(client, words, {
      ...{ cwd, ms: 180_000 },
      env: {
        TRIALOGUE_URL: `${product.url}/graphql`,
        TRIALOGUE_KEYED_URL: `${keyed.url}/graphql`,
        TRIALOGUE_APPLICATION_KEY: application.key,
        TRIALOGUE_CONVERSE_KEY: converse.key,
        TRIALOGUE_UNIT_SECRET: unitSecret,
      },
    });
    expect(printed).toMatch(/\b\d+ passed/);
    expect(printed).not.toMatch(/skipped|failed/);
  },
  200_000,
);
