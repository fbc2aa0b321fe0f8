/** The value of a field as a list of a file has it, as text to compare; undefined: nothing is there. */
export function fieldIn(content: unknown, list: string, name: string, path: string): string | undefined {
  const [part, which, member] = path.split('.');
  const entry = itemWith(asRecord(content)[list], 'name', name);
  if (part === 'labels') return textOf(asRecord(entry.labels)[which!]);
  if (part === 'versions') return textOf(itemWith(entry.versions, 'version', which!)[member!]);
  return textOf(entry[part!]);
}

const itemWith = (list: unknown, key: string, value: string): Record<string, unknown> =>
  asRecord(Array.isArray(list) ? list.find((item) => String(asRecord(item)[key]) === value) : undefined);

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const textOf = (value: unknown): string | undefined => (value === undefined ? undefined : JSON.stringify(value));
