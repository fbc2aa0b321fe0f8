import { openIsolated } from '../worker/isolated-plugin';

const quiet = { info: () => {}, warn: () => {}, error: () => {} };

/**
 * node host-of-one.ts ROOT PLACE: hosts a plugin in a process of its own until it is killed. Says what number its strategy
 * logs, and for each message what its tool answers.
 */
async function main([projectRoot, place]: string[]): Promise<void> {
  const entry = { path: place!, options: {}, secrets: [], isolation: 'process' as const };
  const surroundings = { projectRoot: projectRoot!, secret: () => undefined, logger: quiet };
  const { contribution } = await openIsolated(entry, surroundings, async () => false);
  const { signal } = new AbortController();
  process.on('message', async () => process.send!(await contribution.tools![0]!.use({}, { id: 't', signal })));
  const logger = { ...quiet, info: (_: object, text: string) => process.send!(Number(text)) };
  await contribution.strategies![0]!.execute({ signal, logger, events: {} } as any);
}

void main(process.argv.slice(2));
