import jwt from 'jsonwebtoken';
import { pino } from 'pino';
import { Query, Resolver } from 'type-graphql';
import { buildSubgraph, Scoped } from '../index';
import type { Caller } from '../request-context';
import { callerReader, callerSigner, checkServiceSecret } from './caller-token';
import { SchemaVersions } from './schema-versions';
import { type ServedSubgraph, serveSubgraph } from './serve-subgraph';

@Resolver()
class Greeter {
  @Scoped('read')
  @Query(() => String)
  hello(): string {
    return 'Hello.';
  }
}

const secret = 'a secret that the services share, of 32 bytes or more';
const caller: Caller = { subject: 'ana', scopes: ['read'], unit: 'u1' };

let served: ServedSubgraph;
beforeAll(async () => {
  const subgraph = buildSubgraph({
    name: 'greeter',
    resolvers: [Greeter],
    instances: [new Greeter()],
    loaders: () => ({}),
    close: async () => {},
  });
  const versions = new SchemaVersions(subgraph);
  const logger = pino({ level: 'silent' });
  served = await serveSubgraph({ versions, host: '127.0.0.1', port: 0, secret, logger, ready: () => true });
});
afterAll(() => served.close());

async function ask(body: unknown, headers: Record<string, string>): Promise<{ status: number; json: any }> {
  const response = await fetch(`http://127.0.0.1:${served.port}/graphql`, {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, json: await response.json() };
}

const signed = (options: object, claims: object = { scopes: ['admin'] }, key = secret) =>
  jwt.sign(claims, key, { subject: 'mallory', audience: 'subgraph', expiresIn: 60, ...options });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const hello = { query: '{ hello }' };

test('a signed caller is answered', async () => {
  const { json } = await ask(hello, bearer(callerSigner(secret)(caller)));
  expect(json).toEqual({ data: { hello: 'Hello.' } });
});

test.each<[string, Record<string, string>]>([
  ['none', {}],
  ['an API key', { authorization: 'Bearer tk_something' }],
  ['a caller in plain text', { 'x-trialogue-caller': JSON.stringify(caller) }],
  [
    'one signed with another secret',
    bearer(signed({}, { scopes: ['admin'] }, 'another secret, which is long enough too')),
  ],
  ['one that is over', bearer(signed({ expiresIn: -60 }))],
  ['one for somebody else', bearer(signed({ audience: 'console' }))],
  ['one by no algorithm', bearer(signed({ algorithm: 'none' }, { scopes: ['admin'] }, ''))],
  ['one by another algorithm', bearer(signed({ algorithm: 'HS512' }))],
  ['one without scopes', bearer(signed({}, {}))],
])('an identity is refused: %s', async (_, headers) => {
  const { status, json } = await ask(hello, headers);
  expect(status).toBe(401);
  expect(json.errors[0].extensions.code).toBe('UNAUTHENTICATED');
});

test('the scopes of the caller hold, and unknown ones count for nothing', async () => {
  const { json } = await ask(hello, bearer(signed({}, { scopes: ['root'] })));
  expect(json.errors[0].extensions.code).toBe('FORBIDDEN');
});

test.each([
  ['no JSON', '{', 400],
  ['nothing', 'null', 400],
  ['no query', {}, 400],
  ['a body that is too large', { query: ' '.repeat(17 * 2 ** 20) }, 400],
])('a body is refused: %s', async (_, body, status) => {
  expect((await ask(body, bearer(callerSigner(secret)(caller)))).status).toBe(status);
});

test('an identity is signed again long before it is over, and read until it is', () => {
  let now = 1_000_000_000_000;
  const sign = callerSigner(secret, 'subgraph', () => now);
  const read = callerReader(secret, 'subgraph', () => now);
  const token = sign(caller);
  expect(read(token)).toEqual(caller);
  now += 15_000;
  expect(sign(caller)).toBe(token);
  now += 15_000;
  expect(sign(caller)).not.toBe(token);
  now += 60_000;
  expect(read(token)).toBeUndefined();
  expect(callerReader(secret, 'subgraph', () => now)(token)).toBeUndefined();
});

test.each([undefined, 'short'])('the secret %p is refused with what to do', (text) => {
  expect(() => checkServiceSecret(text)).toThrow(expect.objectContaining({ help: expect.stringContaining('openssl') }));
});
