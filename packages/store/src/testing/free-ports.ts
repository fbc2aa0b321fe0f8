import { once } from 'node:events';
import { createServer } from 'node:net';

/** The system gives ports from 32,768 on to connections and to whoever asks for any, so these are free a moment later too. */
const [from, to] = [20_000, 32_768];

/** One of those, of which few are taken. */
export const anyPort = (): number => from + Math.floor(Math.random() * (to - from));

/** Different ports of this machine on which nothing listens. */
export async function freePorts(count: number): Promise<number[]> {
  const probes = [];
  while (probes.length < count) {
    const probe = createServer();
    try {
      await once(probe.listen(anyPort(), '127.0.0.1'), 'listening');
      probes.push(probe);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
  }
  const ports = probes.map((probe) => (probe.address() as { port: number }).port);
  await Promise.all(probes.map((probe) => new Promise((resolve) => probe.close(resolve))));
  return ports;
}
