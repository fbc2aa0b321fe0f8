import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { freePorts } from './free-ports';
import { startTestRedis, type TestRedis } from './redis-server';
import { until } from './until';

const redisCli = (...args: string[]) => promisify(execFile)('redis-cli', args);

/** A Redis Cluster of three nodes, each of which has a third of the keys. */
export async function startTestCluster(): Promise<{ nodes: readonly TestRedis[]; stop(): Promise<void> }> {
  const nodes: TestRedis[] = [];
  const stop = async () => {
    for (const node of nodes) await node.stop();
  };
  try {
    for (let node = 0; node < 3; node++) {
      const options = ['--cluster-enabled', 'yes', '--cluster-port', `${await freePorts(1)}`];
      nodes.push(await startTestRedis([...options, '--cluster-node-timeout', '2000']));
    }
    const addresses = nodes.map(({ port }) => `127.0.0.1:${port}`);
    await redisCli('--cluster', 'create', ...addresses, '--cluster-replicas', '0', '--cluster-yes');
    for (const { port } of nodes)
      await until(async () => {
        const { stdout } = await redisCli('-p', `${port}`, 'cluster', 'info');
        return stdout.includes('cluster_state:ok') && stdout.includes('cluster_known_nodes:3');
      }, 30_000);
  } catch (error) {
    await stop();
    throw error;
  }
  return { nodes, stop };
}
