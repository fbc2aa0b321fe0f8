import { callerSigner } from '@trialogue/subgraph';
import { assertMayListen, Identity, makeUnitToken } from './identity';
import { findKey, makeKey, parseKeys } from './keys';

test('a made key is found by its text only, with its name and scopes', () => {
  const [one, two] = [makeKey('web-1', ['converse', 'track']), makeKey('ci', ['admin'])];
  const keys = parseKeys(` ${one.entry}, ${two.entry},`);
  expect(keys.map(({ name, scopes }) => [name, scopes])).toEqual([
    ['web-1', ['converse', 'track']],
    ['ci', ['admin']],
  ]);
  expect(findKey(keys, one.key)?.name).toBe('web-1');
  expect(findKey(keys, two.key)?.name).toBe('ci');
  expect(findKey(keys, one.entry.split(':')[2]!)).toBeUndefined();
  expect(findKey(keys, '')).toBeUndefined();
  expect(one.entry).not.toContain(one.key);
});

const hash = 'a'.repeat(64);
test.each([
  ['reader', 'Key 1 (reader) has no SHA-256.'],
  [`reader:read:${hash}x`, 'Key 1 (reader) has no SHA-256.'],
  [`reader:reed:${hash}`, 'Key reader has an unknown scope: reed.'],
  [`reader::${hash}`, 'Key reader has an unknown scope: .'],
  [`reader:constructor:${hash}`, 'Key reader has an unknown scope: constructor.'],
  [`:read:${hash}`, 'Key 1 has no valid name.'],
  [`local:read:${hash}`, 'Key 1 has no valid name.'],
  [`a:read:${hash},a:edit:${hash}`, 'Two keys are called a.'],
])('%s is refused', (text, message) => {
  expect(() => parseKeys(text)).toThrow(
    expect.objectContaining({ name: 'SetupError', message, help: expect.any(String) }),
  );
});

test('no text, no keys', () => expect(parseKeys(' ')).toEqual([]));

test.each([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['localhost', true],
  ['::1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['', false],
  ['192.168.1.4', false],
  ['127.evil.example', false],
])('without keys, listening on "%s" is fine: %s', (host, fine) => {
  const listen = () => assertMayListen(host, []);
  if (fine) expect(listen).not.toThrow();
  else expect(listen).toThrow('without keys');
  expect(() => assertMayListen(host, parseKeys(makeKey('a', ['read']).entry))).not.toThrow();
});

describe('unit tokens', () => {
  const secret = 'a secret of at least thirty-two bytes';
  const now = Date.now();
  const identity = new Identity({ keys: [], unitSecret: secret, now: () => now });

  test('name a unit until they end', () => {
    const { caller, expiresAt } = identity.identify({ unitToken: makeUnitToken(secret, 'user-1', 60) });
    expect(caller).toEqual({ subject: 'local', scopes: ['admin'], unit: 'user-1' });
    expect(expiresAt! - now).toBeGreaterThan(58_000);
  });

  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  test.each([
    ['not a token', 'x'],
    ['unsigned', `${encode({ alg: 'none', typ: 'JWT' })}.${encode({ sub: 'user-1', exp: now })}.`],
    ['of nobody', makeUnitToken(secret, '', 60)],
    ['past', makeUnitToken(secret, 'user-1', -5)],
  ])('%s: refused', (_, unitToken) => {
    expect(() => identity.identify({ unitToken })).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED' }));
  });

  test('need a secret, and a long one', () => {
    expect(() => new Identity({ keys: [] }).identify({ unitToken: makeUnitToken(secret, 'u', 60) })).toThrow(
      'not configured',
    );
    expect(() => new Identity({ keys: [], unitSecret: 'short' })).toThrow('32 bytes');
  });
});

describe('services of their own', () => {
  const serviceSecret = 'a secret that services of their own share';
  const caller = { subject: 'plugin:router', scopes: ['read'] as const };
  const token = callerSigner(serviceSecret, 'gateway')(caller);
  const { entry, key } = makeKey('web', ['assign']);

  test.each([
    ['with keys', parseKeys(entry)],
    ['without', []],
  ])('say who asks through them: %s', (_, keys) => {
    expect(new Identity({ keys, serviceSecret }).identify({ key: token }).caller).toEqual(caller);
  });

  test('and everybody else is who the key says', () => {
    expect(new Identity({ keys: parseKeys(entry), serviceSecret }).identify({ key }).caller.subject).toBe('web');
  });

  test.each([
    ['another secret', callerSigner('another secret, long enough to be taken', 'gateway')(caller), serviceSecret],
    ['a token for a subgraph', callerSigner(serviceSecret)(caller), serviceSecret],
    ['a gateway that shares no secret', token, undefined],
  ])('are refused with %s', (_, text, secret) => {
    const identity = new Identity({ keys: parseKeys(entry), serviceSecret: secret });
    expect(() => identity.identify({ key: text })).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED' }));
  });
});
