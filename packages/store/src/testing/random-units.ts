/** Marsaglia's xorshift32 (Journal of Statistical Software 8(14), 2003): the same numbers in every run. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const unassigned = /[\p{Cn}\p{Cs}\0]/u;
const marks = ['\u0301', '\u0308', '\u0302', '\u0323', '\u0327', '\u3099', '\u200d', '\ufe0f', '\u05b0', '\u0345'];

/**
 * Units as nobody would choose them: digits, ASCII, every assigned character of Unicode, combining marks in any order,
 * emoji joined to others. Characters that this Unicode version does not know are left out: a later one may know a composed
 * form of them.
 */
export function randomUnits(count: number, seed: number): string[] {
  const random = randomNumbers(seed);
  const times = (most: number, make: () => string) => Array.from({ length: 1 + random(most) }, make).join('');
  const within = (from: number, to: number) => String.fromCodePoint(from + random(to - from));
  const assigned = (from: number, to: number): string => {
    const character = within(from, to);
    return unassigned.test(character) ? assigned(from, to) : character;
  };
  const kinds = [
    () => String(random(2 ** 31)),
    () => times(16, () => within(0x20, 0x7f)),
    () => times(8, () => assigned(0x80, 0x3000)),
    () => times(5, () => assigned(0x1, 0x110000)),
    () => times(4, () => within(0x41, 0x5b) + times(3, () => marks[random(marks.length)]!)),
    () => times(3, () => within(0x1100, 0x1113) + within(0x1161, 0x1176) + within(0x11a8, 0x11c3)),
    () => times(3, () => assigned(0x1f300, 0x1f650) + (random(2) ? '\u200d' : '')),
  ];
  return Array.from({ length: count }, () => kinds[random(kinds.length)]!());
}
