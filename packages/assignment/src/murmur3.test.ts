import fc from 'fast-check';
import { murmur3 } from './murmur3';

const text = (bytes: Iterable<number>) => String.fromCharCode(...bytes);

test('has the verification value of SMHasher (src/main.cpp, VerificationTest in src/KeysetTest.cpp)', () => {
  const key = Uint8Array.from({ length: 256 }, (_, index) => index);
  const hashes = new DataView(new ArrayBuffer(256 * 4));
  for (let length = 0; length < 256; length++)
    hashes.setUint32(length * 4, murmur3(text(key.subarray(0, length)), 256 - length), true);
  expect(murmur3(text(new Uint8Array(hashes.buffer)), 0)).toBe(0xb0f57ee3);
});

// Ian Boyd's answer at https://stackoverflow.com/a/31929528, made with SMHasher: each row is there for one mistake
test.each([
  [[], 0, 0],
  [[], 1, 0x514e28b7],
  [[], 0xffffffff, 0x81f16f39],
  [[0xff, 0xff, 0xff, 0xff], 0, 0x76293b50],
  [[0x21, 0x43, 0x65, 0x87], 0, 0xf55b516b],
  [[0x21, 0x43, 0x65, 0x87], 0x5082edee, 0x2362f9de],
  [[0x21, 0x43, 0x65], 0, 0x7e4a8634],
  [[0x21, 0x43], 0, 0xa0f7b07a],
  [[0x21], 0, 0x72661cf4],
  [[0, 0, 0, 0], 0, 0x2362f9de],
  [[0, 0, 0], 0, 0x85f0b427],
  [[0, 0], 0, 0x30f4c306],
  [[0], 0, 0x514e28b7],
])('%p with seed %d', (bytes, seed, hash) => expect(murmur3(text(bytes), seed)).toBe(hash));

test('an ASCII text hashes the same when only ASCII is asked for', () => {
  const ascii = fc.string({ unit: 'binary-ascii', maxLength: 40 });
  fc.assert(
    fc.property(ascii, fc.nat(0xffffffff), (bytes, seed) =>
      expect(murmur3(bytes, seed, true)).toBe(murmur3(bytes, seed)),
    ),
  );
});

test('of larger code units the lower byte counts', () => {
  for (const [larger, bytes] of [
    ['\u0141', 'A'],
    ['aaa\u0141', 'aaaA'],
    ['\u0141\u0142\u0143\u0144', 'ABCD'],
    ['日本語', '\xe5\x2c\x9e'],
  ] as const)
    expect(murmur3(larger, 7)).toBe(murmur3(bytes, 7));
});

test.each(['\x80', 'aaa\x80', 'aaaa\x80', '\x80aaaa', 'Zoë', '日本語', '😀'].map((text) => [encodeURI(text), text]))(
  '%s is not ASCII',
  (_, text) => expect(murmur3(text!, 0, true)).toBe(-1),
);
