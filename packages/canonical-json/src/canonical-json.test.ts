import fc from 'fast-check';
import { canonicalJson, contentHash } from './index';

test.each([
  // RFC 8785, section 3.2.3: sorting by UTF-16 code units
  [
    { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 },
    '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}',
  ],
  // RFC 8785, section 3.2.2: numbers
  [[333333333.3333333, 1e1, 4.5, 2e-3, 1e-27], '[333333333.3333333,10,4.5,0.002,1e-27]'],
  [{ b: [true, null], a: undefined }, '{"b":[true,null]}'],
  [-0, '0'],
])('%j', (value, text) => expect(canonicalJson(value)).toBe(text));

test.each([Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '\ud800', { '\udc00': 1 }, new Date(), () => 1, 10n])(
  '%p is refused',
  (value) => expect(() => canonicalJson({ value })).toThrow(TypeError),
);

test('the order of keys does not matter, and a round trip changes nothing', () => {
  const leaf = [
    fc.string({ unit: 'grapheme' }),
    fc.integer(),
    fc.boolean(),
    fc.double({ min: -1, max: 1, noNaN: true }),
  ];
  const safe = fc.object({ values: [...leaf, fc.constant(null)] });
  fc.assert(
    fc.property(safe, (value) => {
      const text = canonicalJson(value);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }),
  );
});

test('the hash is SHA-256 of the text', () => {
  expect(contentHash({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'); // sha256sum of "{}"
});
