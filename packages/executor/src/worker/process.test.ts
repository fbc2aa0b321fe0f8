import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { until } from '@trialogue/store/testing';
import { pluginFolder, strategy } from '../testing/plugin-folder';

const folder = pluginFolder();
afterAll(() => folder.remove());

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** A host in a process of its own; answers the number of its plugin's process. */
async function hosting(then: string): Promise<{ readonly host: ChildProcess; readonly plugin: number }> {
  const { path: place } = folder.write(
    'tested',
    `setup: async () => ({ strategies: [${strategy('runs', `({ logger }) => { logger.info({}, String(process.pid)); ${then} }`)}], tools: [{ name: 'pid', version: '1',
      description: '', input: {}, effects: 'none', use: async () => process.pid }] })`,
  );
  const host = fork(path.join(__dirname, '../testing/host-of-one.ts'), [folder.root, place!], {
    execArgv: ['--require', path.resolve('scripts/run-sources.js'), '-C', 'trialogue-source'],
  });
  const [plugin] = (await once(host, 'message')) as [number];
  return { host, plugin };
}

test('a plugin that loops ends with its host, also where that is killed', async () => {
  const { host, plugin } = await hosting('for (;;);');
  expect(isAlive(plugin)).toBe(true);
  host.kill('SIGKILL');
  await until(() => !isAlive(plugin));
});

test('a signal that a terminal sends to all is the host’s to judge; without its host it ends', async () => {
  const { host, plugin } = await hosting('await new Promise(() => {});');
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(plugin, signal);
  host.send('again');
  expect(await once(host, 'message')).toEqual([plugin, undefined]);
  host.kill('SIGKILL');
  await until(() => !isAlive(plugin));
});
