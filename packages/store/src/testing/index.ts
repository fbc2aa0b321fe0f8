export { type CuttableLine, cuttableLine } from './cuttable-line';
export { anyPort, freePorts } from './free-ports';
export { killPostmaster } from './kill-postmaster';
export { startTestCluster } from './redis-cluster';
export { describeRedis, startTestRedis, type TestRedis } from './redis-server';
export { silent } from './silent';
export { createTestDatabase } from './test-database';
export { until } from './until';
