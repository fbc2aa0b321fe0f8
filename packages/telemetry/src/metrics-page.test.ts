import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Registry } from 'prom-client';
import { gauge } from './gauge';
import { metricsPage } from './metrics-page';
import { processMetrics } from './process-metrics';

let server: Server | undefined;
afterEach(() => new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve())));

async function open(registry: Registry): Promise<() => Promise<Response>> {
  const opened = createServer(metricsPage(registry));
  await new Promise<void>((resolve) => opened.listen(0, '127.0.0.1', resolve));
  server = opened;
  return () => fetch(`http://127.0.0.1:${(opened.address() as AddressInfo).port}`);
}

test('a gauge is read when somebody looks, and what is gone since then is absent', async () => {
  const registry = new Registry();
  let rooms: Record<string, number> = { kitchen: 1, attic: 2 };
  gauge<'room'>(registry, { name: 'chairs', help: 'Chairs.', labels: ['room'] }, (set) => {
    for (const [room, count] of Object.entries(rooms)) set(count, { room });
  });
  const look = await open(registry);
  const response = await look();
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(await response.text()).toContain('chairs{room="attic"} 2');
  rooms = { kitchen: 3 };
  const text = await (await look()).text();
  expect(text).toContain('chairs{room="kitchen"} 3');
  expect(text).not.toContain('attic');
});

test.each([
  [
    'fails at once',
    () => {
      throw new Error('away');
    },
  ],
  ['fails later', () => Promise.reject(new Error('away'))],
  ['never answers', () => new Promise<void>(() => {})],
])('a gauge that %s is absent, and the others are there', async (_, read) => {
  const registry = new Registry();
  gauge(registry, { name: 'broken', help: 'Broken.' }, read);
  gauge(registry, { name: 'whole', help: 'Whole.' }, (set) => set(7));
  const text = await (await (await open(registry))()).text();
  expect(text).toMatch(/^whole 7$/m);
  expect(text).not.toMatch(/^broken /m);
});

test('whoever asks while it is read gets the same', async () => {
  const registry = new Registry();
  let reads = 0;
  let answer = () => {};
  gauge(registry, { name: 'slow', help: 'Slow.' }, async (set) => {
    reads += 1;
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    set(reads);
  });
  let arrived = 0;
  const page = metricsPage(registry);
  const opened = createServer((request, response) => {
    page(request, response);
    arrived += 1;
    if (arrived === 2) answer();
  });
  await new Promise<void>((resolve) => opened.listen(0, '127.0.0.1', resolve));
  server = opened;
  const url = `http://127.0.0.1:${(opened.address() as AddressInfo).port}`;
  const texts = await Promise.all([fetch(url), fetch(url)].map(async (one) => (await one).text()));
  expect(texts[0]).toMatch(/^slow 1$/m);
  expect(texts[1]).toBe(texts[0]);
});

test('products in one process have a registry each', async () => {
  const registries = [new Registry(), new Registry()];
  for (const registry of registries) processMetrics(registry);
  for (const registry of registries) expect(await registry.metrics()).toMatch(/^process_resident_memory_bytes \d/m);
});
