/** Bytes of what somebody says. */
export const longestText = 32_768;

/** What a model or a message said, without what a text column refuses. */
export const storable = (text: string): string => text.replaceAll('\u0000', '').toWellFormed();

/** The same of all texts and names in a value, as JSON: with one that text refuses Postgres reads nothing out of the whole. */
export function storableJson(value: object): string {
  const json = JSON.stringify(value);
  return unstorable.test(json) ? JSON.stringify(storableIn(JSON.parse(json))) : json;
}

/** As `JSON.stringify` writes them, or a text that only looks so. */
const unstorable = /\\u(0000|d[89a-f])/;

function storableIn(value: unknown): unknown {
  if (typeof value === 'string') return storable(value);
  if (Array.isArray(value)) return value.map(storableIn);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [storable(name), storableIn(member)]));
}
