import { describeRedis, startTestRedis, type TestRedis } from '@trialogue/store/testing';

/** The same stories wherever streams are kept; `environment` makes a product keep them there. */
export function wherever(stories: (environment: () => NodeJS.ProcessEnv) => void): void {
  describe('with streams in Postgres', () => stories(() => ({})));

  describeRedis('with streams in Redis', () => {
    let redis: TestRedis;
    beforeAll(async () => {
      redis = await startTestRedis();
    });
    afterAll(() => redis.stop());
    stories(() => ({ REDIS_URL: redis.url }));
  });
}
