import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { openPage } from '../../../../e2e/support/browser';
import { bundleForPage } from './page-bundle';

/** A site of another origin than the product’s, whose one page loads a script. */
export class Site {
  private constructor(private readonly server: Server) {}

  /** @param headers of the page */
  static async open(script: string, headers: { readonly [name: string]: string } = {}): Promise<Site> {
    const { text } = await bundleForPage(script);
    const server = createServer((request, response) => {
      if (request.url === '/app.js') response.setHeader('content-type', 'text/javascript').end(text);
      else
        response
          .writeHead(200, { 'content-type': 'text/html', ...headers })
          .end('<!doctype html><script src="/app.js"></script>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Site(server);
  }

  /** Opens the page in a browser that has not seen it before. */
  async visit(): Promise<Page> {
    const page = await openPage();
    await page.goto(`http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`);
    return page;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
