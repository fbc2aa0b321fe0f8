const longest = 160;

/** A value on one line: JSON, cut off when long, but with how long it is. */
export function shownValue(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}… (${text.length} characters)` : text;
}
