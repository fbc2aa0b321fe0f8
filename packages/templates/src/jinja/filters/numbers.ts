import { count, type Native, native, text } from '../native';
import { parseFloatText, parseInteger, roundFloat } from '../numbers';
import { calculate, negate } from '../operators';
import { Failure, Float, floatOf, integerOf, isFloat, isInteger, numberOf, typeName, type Value } from '../value';

const isWhole = (value: Value) => typeof value === 'boolean' || isInteger(value);

/** Jinja2's filters on numbers. */
export const numberFilters: { readonly [name: string]: Native } = {
  abs: native([], (_run, self) => {
    const number = numberOf(self);
    if (number === undefined) throw new Failure(`bad operand type for abs(): '${typeName(self)}'`);
    return number < 0 || Object.is(number, -0) ? negate(self, '-') : negate(self, '+');
  }),
  float: native([['default', new Float(0)]], (_run, self, fallback) => toFloat(self) ?? fallback!),
  int: native(
    [
      ['default', 0],
      ['base', 10],
    ],
    (run, self, fallback, base) => {
      run.budget.spend(typeof self === 'string' ? self.length ** 2 / 64 : 0);
      return toInteger(self, count(base!)) ?? fallback!;
    },
  ),
  round: native(
    [
      ['precision', 0],
      ['method', 'common'],
    ],
    (run, self, precisionValue, methodValue) => {
      const precision = count(precisionValue!);
      const method = text(methodValue!);
      if (!['common', 'ceil', 'floor'].includes(method)) throw new Failure('method must be common, ceil or floor');
      const number = numberOf(self);
      if (number === undefined) throw new Failure(`type ${typeName(self)} doesn't define __round__ method`);
      if (method !== 'common') {
        const { budget } = run;
        const factor = calculate('**', 10, precision, budget);
        const large = numberOf(calculate('*', self, factor, budget))!;
        if (typeof large === 'number' && !Number.isFinite(large))
          throw new Failure('cannot convert float infinity to integer');
        const whole =
          typeof large === 'bigint' ? large : BigInt(method === 'ceil' ? Math.ceil(large) : Math.floor(large));
        return calculate('/', integerOf(whole), factor, budget);
      }
      run.budget.spend(200);
      if (!isWhole(self)) return floatOf(roundFloat(Number(number), precision));
      if (precision >= 0) return negate(self, '+');
      if (precision < -400) return 0;
      const unit = 10n ** BigInt(-precision);
      return integerOf(roundedTo(BigInt(number), unit));
    },
  ),
};

function roundedTo(value: bigint, unit: bigint): bigint {
  const rest = ((value % unit) + unit) % unit;
  const below = value - rest;
  const isUp = rest * 2n > unit || (rest * 2n === unit && (below / unit) % 2n !== 0n);
  return isUp ? below + unit : below;
}

function toFloat(value: Value): Value | undefined {
  const number = typeof value === 'string' ? parseFloatText(value) : numberOf(value);
  return number === undefined ? undefined : floatOf(Number(number));
}

function toInteger(value: Value, base: number): Value | undefined {
  if (typeof value === 'string') {
    const whole = parseInteger(value, base);
    if (whole !== undefined) return integerOf(whole);
    const number = parseFloatText(value);
    return number !== undefined && Number.isFinite(number) ? integerOf(BigInt(Math.trunc(number))) : undefined;
  }
  const number = numberOf(value);
  if (number === undefined) return undefined;
  if (!isFloat(value)) return integerOf(BigInt(number));
  return Number.isFinite(Number(number)) ? integerOf(BigInt(Math.trunc(Number(number)))) : undefined;
}
