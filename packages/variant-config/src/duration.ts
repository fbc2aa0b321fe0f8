/** ISO 8601: days, hours, minutes and seconds in this order, of which there is one at least. */
export const durationPattern = '^P(?=.)([0-9]{1,3}D)?(T(?=.)([0-9]{1,5}H)?([0-9]{1,6}M)?([0-9]{1,7}S)?)?$';

const shape = new RegExp(durationPattern);
const shortest = 1_000;
const longest = 30 * 86_400_000;

/**
 * Milliseconds of an ISO 8601 duration in days, hours, minutes and seconds; a day has 24 hours. Undefined for what is
 * none, and for less than a second or more than 30 days.
 */
export function durationMs(text: string): number | undefined {
  const found = shape.exec(text);
  if (found === null) return undefined;
  const [, days, , hours, minutes, seconds] = found.map((part) => Number.parseInt(part ?? '0', 10) || 0);
  const ms = (((days! * 24 + hours!) * 60 + minutes!) * 60 + seconds!) * 1_000;
  return ms < shortest || ms > longest ? undefined : ms;
}
