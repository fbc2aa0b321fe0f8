import { describeRedis, startTestRedis } from '../testing/redis-server';
import { streamsContract } from '../testing/streams/contract';
import { openPostgresWorld } from '../testing/streams/postgres-world';
import { openRedisWorld } from '../testing/streams/redis-world';

describe('in Postgres', () => streamsContract(openPostgresWorld));

describeRedis('in Redis', () =>
  streamsContract(async () => {
    const redis = await startTestRedis();
    return openRedisWorld([redis.url], redis.stop);
  }),
);
