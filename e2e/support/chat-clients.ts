import path from 'node:path';
import { build } from 'esbuild';
import { openPage } from './browser';
import { type Product, temporaryFolder } from './product';

// Plain JavaScript, as the benchmarks are that it belongs to.
const { installPeers } = require('../../bench/install-peers');

const folder = path.join(__dirname, '..', 'chat-clients');

/** Other people's chat clients, installed from npm as they are published, beside the workspaces. */
export function chatClients() {
  beforeAll(() => installPeers(folder), 120_000);
  return {
    /** A client's package, in this process. */
    async load(name: string) {
      const outfile = path.join(temporaryFolder(), 'client.js');
      const stdin = { contents: `export * from '${name}'`, resolveDir: folder };
      await build({ stdin, bundle: true, platform: 'node', format: 'cjs', outfile, logLevel: 'silent' });
      return require(outfile);
    },
    /** A page of `chat-clients/pages` in a browser, as if it were served beside the graph. */
    async open(name: string, product: Product, query: Record<string, string>) {
      const script = await bundled(name);
      const page = await openPage();
      const address = `${product.url}/a-page-of-somebody/${name}`;
      const html = '<!doctype html><title>Chat</title><body></body><script type="module" src="script.js"></script>';
      await page.route(`${product.url}/a-page-of-somebody/**`, (route) =>
        route.request().url().endsWith('/script.js')
          ? route.fulfill({ contentType: 'text/javascript', body: script })
          : route.fulfill({ contentType: 'text/html', body: html }),
      );
      await page.goto(`${address}?${new URLSearchParams(query)}`);
      return page;
    },
  };
}

async function bundled(name: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(folder, 'pages', `${name}.jsx`)],
    bundle: true,
    write: false,
    format: 'esm',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
  });
  return outputFiles[0]!.text;
}
