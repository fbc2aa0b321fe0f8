/** Something that is to cross between a worker and its host cannot be copied. The message says why. */
export class NotCopied extends Error {
  override readonly name = 'NotCopied';
}

/** Says where in a value there is what cannot be copied, and what it is. */
export function notCopied(value: unknown): NotCopied {
  const { path, what } = find(value, []);
  const where = path.length > 0 ? `at ${path.join('.')} ` : '';
  return new NotCopied(`${where}there is ${what}, which cannot be copied between worker and host`);
}

interface Found {
  readonly path: readonly string[];
  readonly what: string;
}

const deepest = 16;

/** The innermost member that structuredClone refuses. */
function find(value: unknown, path: readonly string[]): Found {
  if (typeof value === 'object' && value !== null && path.length < deepest)
    for (const [key, member] of Object.entries(value)) if (!isCopied(member)) return find(member, [...path, key]);
  return { path, what: nameOf(value) };
}

/** Whether it can cross. */
export function isCopied(value: unknown): boolean {
  if (typeof value === 'function' || typeof value === 'symbol') return false;
  if (typeof value !== 'object' || value === null) return true;
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}

function nameOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return `a ${typeof value}`;
  return `a ${value.constructor?.name ?? 'value'}`;
}
