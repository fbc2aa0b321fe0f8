import { checkEvent } from './check';

const event = { unit: 'u', id: '1', type: 'clicked', at: '2026-11-23T10:00:00Z' };

test.each([
  ['the least there is', {}],
  ['everything', { release: 'r', arm: 'a', data: { deep: [{ text: '🍲', n: 1.5, yes: true, none: null }] } }],
  ['an offset', { at: '2026-11-23T10:00:00.123456+05:30' }],
  ['numbers of any sensible size', { data: { n: [0, -0, 1e-30, -1e30, 0.1] } }],
  ['no data', { data: undefined, release: null }],
])('%s is taken', (_, change) => expect(checkEvent({ ...event, ...change })).toBeUndefined());

const deep = (levels: number): object => (levels === 0 ? {} : { in: deep(levels - 1) });

test.each([
  ['`unit` is missing', { unit: undefined }],
  ['`unit` is not a string', { unit: 7 }],
  ['`id` is empty', { id: '' }],
  ['`type` is longer than 128 characters', { type: 'x'.repeat(129) }],
  ['`unit` has a \\u0000', { unit: 'a\u0000' }],
  ['`arm` has half of a surrogate pair', { arm: '\ud83c' }],
  ['`at` is not an ISO-8601 time with an offset', { at: 'yesterday' }],
  ['`at` is not an ISO-8601 time with an offset', { at: '2026-11-23T10:00:00' }],
  ['`at` is not a time that exists', { at: '2026-13-23T10:00:00Z' }],
  ['`at` is before 1970', { at: '1969-12-31T23:59:59Z' }],
  ['`data` is not an object', { data: [] }],
  ['`data.text.1` has a \\u0000', { data: { text: ['a', 'b\u0000'] } }],
  ['a key in `data` has half of a surrogate pair', { data: { '\udc00': 1 } }],
  ['`data.n` is not a finite number', { data: { n: Number.NaN } }],
  ['`data.n` is not 0 and not between ±1e-30 and ±1e+30', { data: { n: 1e-31 } }],
  ['`data.n.0` is not 0 and not between ±1e-30 and ±1e+30', { data: { n: [-1.1e30] } }],
  ['`data.when` is not JSON', { data: { when: new Date() } }],
  ['`data.f` is not JSON', { data: { f: () => 1 } }],
  ['`data` is larger than 65536 bytes', { data: { big: 'é'.repeat(32_768) } }],
  ['`data` is nested more than 32 deep', { data: deep(40) }],
])('refused: %s', (reason, change) => expect(checkEvent({ ...event, ...change })).toBe(reason));

test('what is no object at all is refused', () => {
  for (const value of [null, 'x', 1, [event]]) expect(checkEvent(value)).toBe('it is not an object');
});
