const limits = { unit: 256, id: 256, type: 128, release: 128, arm: 128 } as const;
const maxDataBytes = 65_536;
const maxDepth = 32;
/** Postgres writes numbers of jsonb out in full: 1e-300 would take six bytes here and 302 characters there. */
const numbers = { smallest: 1e-30, largest: 1e30 };
const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/;

/**
 * Why an event cannot be taken; undefined when it can. Checked one by one because Postgres refuses a whole batch for one
 * `\u0000` or lone surrogate in it.
 */
export function checkEvent(event: unknown): string | undefined {
  if (!isObject(event)) return 'it is not an object';
  for (const [name, limit] of Object.entries(limits)) {
    const optional = name === 'release' || name === 'arm';
    const reason = checkText(event[name], limit, optional);
    if (reason) return `\`${name}\` ${reason}`;
  }
  return checkTime(event.at) ?? checkData(event.data);
}

function checkText(value: unknown, limit: number, optional: boolean): string | undefined {
  if (value === undefined || value === null) return optional ? undefined : 'is missing';
  if (typeof value !== 'string') return 'is not a string';
  if (value === '') return 'is empty';
  if (value.length > limit) return `is longer than ${limit} characters`;
  return checkCharacters(value);
}

function checkCharacters(text: string): string | undefined {
  if (text.includes('\u0000')) return 'has a \\u0000';
  return text.isWellFormed() ? undefined : 'has half of a surrogate pair';
}

function checkTime(at: unknown): string | undefined {
  if (typeof at !== 'string' || !isoTime.test(at)) return '`at` is not an ISO-8601 time with an offset';
  const time = Date.parse(at);
  if (Number.isNaN(time)) return '`at` is not a time that exists';
  return time < 0 ? '`at` is before 1970' : undefined;
}

function checkData(data: unknown): string | undefined {
  if (data === undefined || data === null) return undefined;
  if (!isObject(data)) return '`data` is not an object';
  const reason = checkJson(data, 'data', 0);
  if (reason) return reason;
  return Buffer.byteLength(JSON.stringify(data)) > maxDataBytes
    ? `\`data\` is larger than ${maxDataBytes} bytes`
    : undefined;
}

function checkJson(value: unknown, path: string, depth: number): string | undefined {
  if (depth > maxDepth) return `\`data\` is nested more than ${maxDepth} deep`;
  if (value === undefined || value === null || typeof value === 'boolean') return undefined;
  if (typeof value === 'number') {
    const reason = checkNumber(value);
    return reason && `\`${path}\` ${reason}`;
  }
  if (typeof value === 'string') {
    const reason = checkCharacters(value);
    return reason && `\`${path}\` ${reason}`;
  }
  if (typeof value !== 'object' || 'toJSON' in value) return `\`${path}\` is not JSON`;
  for (const [key, member] of Object.entries(value)) {
    const reason = checkCharacters(key);
    if (reason) return `a key in \`${path}\` ${reason}`;
    const inside = checkJson(member, `${path}.${key}`, depth + 1);
    if (inside) return inside;
  }
  return undefined;
}

function checkNumber(value: number): string | undefined {
  if (!Number.isFinite(value)) return 'is not a finite number';
  const size = Math.abs(value);
  return size === 0 || (size >= numbers.smallest && size <= numbers.largest)
    ? undefined
    : `is not 0 and not between ±${numbers.smallest} and ±${numbers.largest}`;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
