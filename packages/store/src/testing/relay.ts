import { connect, createServer, type Socket } from 'node:net';

/** Another address of a server. Once it is closed nobody listens there, as if the server were down. */
export async function openRelay(url: string): Promise<{ url: string; close(): Promise<void> }> {
  const there = new URL(url);
  const open = new Set<Socket>();
  const relay = createServer((from) => {
    const to = connect(Number(there.port), there.hostname);
    for (const [socket, other] of [
      [from, to],
      [to, from],
    ] as const) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => other.destroy());
      socket.pipe(other);
    }
  });
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
  const here = new URL(url);
  here.host = `127.0.0.1:${(relay.address() as { port: number }).port}`;
  return {
    url: here.href,
    close: () =>
      new Promise((resolve) => {
        relay.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}
