import type { RequestListener } from 'node:http';
import type { Registry } from 'prom-client';

/**
 * Shows a registry in the text format of Prometheus. Reading costs a few statements: whoever asks while it is read gets
 * what the other gets.
 */
export function metricsPage(registry: Registry): RequestListener {
  let reading: Promise<string> | undefined;
  const read = () => {
    reading ??= registry.metrics().finally(() => {
      reading = undefined;
    });
    return reading;
  };
  return async (_request, response) => {
    try {
      const text = await read();
      response.writeHead(200, { 'content-type': registry.contentType, 'cache-control': 'no-store' });
      response.end(text);
    } catch {
      response.writeHead(500).end();
    }
  };
}
