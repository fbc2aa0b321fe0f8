import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defaultLimits } from '@trialogue/gateway';
import { doorsOf } from './foundations';
import { readSettings } from './settings';

const root = mkdtempSync(path.join(tmpdir(), 'trialogue-settings-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('without anything: loopback, port 4000, an embedded database, no real model', () => {
  expect(doorsOf(readSettings(root, {}))).toMatchObject({ host: '127.0.0.1', port: 4000 });
  expect(readSettings(root, {})).toMatchObject({
    host: '127.0.0.1',
    port: undefined,
    databaseUrl: undefined,
    dataFolder: path.join(root, '.trialogue'),
    anthropic: undefined,
    openai: undefined,
    origins: [],
  });
});

test('lists are split, and an OpenAI-compatible server needs no key', () => {
  const settings = readSettings(root, {
    TRIALOGUE_ORIGINS: ' https://a.example , https://b.example,',
    OPENAI_BASE_URL: 'http://localhost:11434/v1',
  });
  expect(settings.origins).toEqual(['https://a.example', 'https://b.example']);
  expect(settings.openai).toEqual({ apiKey: undefined, baseURL: 'http://localhost:11434/v1' });
});

test('limits stay as the gateway has them, unless they are set', () => {
  expect(Object.values(readSettings(root, {}).limits).every((limit) => limit === undefined)).toBe(true);
  expect(readSettings(root, { TRIALOGUE_LIMIT_RATE: '0', TRIALOGUE_LIMIT_DEPTH: '30' }).limits).toMatchObject({
    rate: 0,
    depth: 30,
    cost: undefined,
  });
});

test('the page of settings says what the limits are', () => {
  const page = readFileSync(path.join(__dirname, '../../../docs/settings.md'), 'utf8');
  const documented = [...page.matchAll(/^\| `(TRIALOGUE_LIMIT_\w+)` +\| `(\d+)`/gm)].map(([, name, value]) => [
    name,
    value,
  ]);
  expect(readSettings(root, Object.fromEntries(documented)).limits).toEqual(defaultLimits);
});

test.each([
  'redis://localhost',
  'rediss://user:p%40ss@redis.example:6380/2',
  'redis://a:7000, redis://b:7000,redis://[::1]:7001',
])('%s is a Redis', (REDIS_URL) => expect(readSettings(root, { REDIS_URL }).redisUrl).toBe(REDIS_URL));

test.each([
  [{ TRIALOGUE_LIMIT_DEPTH: '0' }, 'TRIALOGUE_LIMIT_DEPTH is "0"'],
  [{ TRIALOGUE_LIMIT_RATE: '1.5' }, 'TRIALOGUE_LIMIT_RATE is "1.5"'],
  [{ PORT: '70000' }, 'PORT is "70000"'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL is "loud"'],
  [{ DATABASE_URL: 'postgres://user:se#cret@host/db' }, 'DATABASE_URL is not the URL of a Postgres.'],
  [{ DATABASE_URL: 'mysql://host/db' }, 'DATABASE_URL is not the URL of a Postgres.'],
  [{ REDIS_URL: 'http://:secret@host' }, 'REDIS_URL is not the URL of a Redis.'],
  [{ REDIS_URL: 'redis://a:6379,,redis://:secret@b:6379' }, 'REDIS_URL is not the URL of a Redis.'],
  [{ REDIS_URL: 'redis://:secret@host/sessions' }, 'REDIS_URL is not the URL of a Redis.'],
])('%j is refused, and no secret is repeated', (environment, message) => {
  expect(() => readSettings(root, environment)).toThrow(message);
  expect(() => readSettings(root, environment)).not.toThrow(/cret/);
});
