import { partsOf } from './numbers';

export const bitsOf = (value: bigint): number => value.toString(16).length * 4;

/** The float nearest to top / bottom × 2^power, with half going to the even one; Infinity beyond all. */
export function nearest(top: bigint, bottom: bigint, power = 0): number {
  const isNegative = top < 0n !== bottom < 0n;
  const [over, under] = [top < 0n ? -top : top, bottom < 0n ? -bottom : bottom];
  // Some bits more than a float has, and one that says whether anything is left.
  const shift = 70 - (bitsOf(over) - bitsOf(under));
  const dividend = shift > 0 ? over << BigInt(shift) : over;
  const divisor = shift < 0 ? under << BigInt(-shift) : under;
  const quotient = (dividend / divisor) * 2n + (dividend % divisor === 0n ? 0n : 1n);
  const size = scaledBy(Number(quotient), power - shift - 1);
  return isNegative ? -size : size;
}

/** value × 2^power, also where that power is no float by itself. */
function scaledBy(value: number, power: number): number {
  let [scaled, left] = [value, power];
  for (; left > 1_000; left -= 1_000) scaled *= 2 ** 1_000;
  for (; left < -1_000; left += 1_000) scaled *= 2 ** -1_000;
  return scaled * 2 ** left;
}

/** Exponents up to which a power is taken of the exact value. */
export const mostExact = 64;

/** A float to the power of a small whole number, rounded once: JavaScript's own powers are off in the last digit. */
export function powerOf(value: number, exponent: number): number {
  const { mantissa, exponent: power } = partsOf(value);
  const whole = mantissa ** BigInt(Math.abs(exponent));
  return exponent < 0 ? nearest(1n, whole, power * exponent) : nearest(whole, 1n, power * exponent);
}
