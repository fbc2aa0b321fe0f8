import fc from 'fast-check';
import { murmur3, murmur3Ascii } from './murmur3';

test('has the verification value of SMHasher (src/main.cpp, VerificationTest in src/KeysetTest.cpp)', () => {
  const key = Uint8Array.from({ length: 256 }, (_, index) => index);
  const hashes = new DataView(new ArrayBuffer(256 * 4));
  for (let length = 0; length < 256; length++)
    hashes.setUint32(length * 4, murmur3(key.subarray(0, length), 256 - length), true);
  expect(murmur3(new Uint8Array(hashes.buffer), 0)).toBe(0xb0f57ee3);
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
])('%p with seed %d', (bytes, seed, hash) => expect(murmur3(Uint8Array.from(bytes), seed)).toBe(hash));

test('an ASCII text hashes as its bytes do', () => {
  const ascii = fc.string({ unit: 'binary-ascii', maxLength: 40 });
  fc.assert(
    fc.property(ascii, fc.nat(0xffffffff), (text, seed) =>
      expect(murmur3Ascii(text, seed)).toBe(murmur3(new TextEncoder().encode(text), seed)),
    ),
  );
});

test.each(['\x80', 'aaa\x80', 'aaaa\x80', '\x80aaaa', 'Zoë', '日本語', '😀'].map((text) => [encodeURI(text), text]))(
  '%s is not ASCII',
  (_, text) => expect(murmur3Ascii(text!, 0)).toBeUndefined(),
);
