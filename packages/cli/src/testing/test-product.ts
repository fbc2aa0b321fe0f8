import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDatabase } from '@trialogue/store/testing';
import { pino } from 'pino';
import { openProduct } from '../product';
import { readSettings } from '../settings';

const repository = path.join(__dirname, '../../../..');

/** The product on a database of its own, with the repository's plugins and no other file. */
export async function openTestProduct() {
  // Jest's own answers objects of another realm, which are no plain objects in this one.
  jest.spyOn(globalThis, 'structuredClone').mockImplementation((value) => JSON.parse(JSON.stringify(value)));
  const root = mkdtempSync(path.join(tmpdir(), 'trialogue-product-'));
  cpSync(path.join(repository, 'config/plugins.yml'), path.join(root, 'config/plugins.yml'));
  symlinkSync(path.join(repository, 'node_modules'), path.join(root, 'node_modules'));
  const database = await createTestDatabase();
  const product = await openProduct(
    readSettings(root, { DATABASE_URL: database.url, PORT: '0' }),
    pino({ level: 'silent' }),
  );
  return {
    product,
    root,
    graph: product.graph,
    async close() {
      await product.close();
      await database.drop();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

export type TestProduct = Awaited<ReturnType<typeof openTestProduct>>;
