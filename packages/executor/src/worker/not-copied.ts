/** Something that is to cross between a worker and its host holds what cannot be copied. The message says where and what. */
export class NotCopied extends Error {
  constructor(value: unknown) {
    const { path, what } = find(value, []);
    super(
      `${path.length > 0 ? `at ${path.join('.')} ` : ''}there is ${what}, which cannot be copied between worker and host`,
    );
    this.name = 'NotCopied';
  }
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
