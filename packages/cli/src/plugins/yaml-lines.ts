/** A part of a text: characters from the first on, before the second. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Where a node of a document stands that was read from a text. */
export function spanOf(node: unknown): Span {
  const [from, to] = (node as { readonly range: readonly [number, number, number] }).range;
  return { from, to };
}

export const endOf = (node: unknown): number => spanOf(node).to;

/** The line of a place, with its end, and the column of the place in it. */
export function lineOf(text: string, place: number): Span & { readonly column: number } {
  const from = text.lastIndexOf('\n', place - 1) + 1;
  const end = text.indexOf('\n', place);
  return { from, to: end < 0 ? text.length : end + 1, column: place - from };
}

export const replaced = (text: string, { from, to }: Span, by: string): string =>
  `${text.slice(0, from)}${by}${text.slice(to)}`;

export const cut = (text: string, span: Span): string => replaced(text, span, '');

/** With these lines below that of a place. */
export function insertedBelow(text: string, place: number, lines: string): string {
  const { to } = lineOf(text, place);
  const above = text.slice(0, to);
  return `${above}${above === '' || above.endsWith('\n') ? '' : '\n'}${lines.trimEnd()}\n${text.slice(to)}`;
}

/** Each line that says something, so many columns further in. */
export const indented = (text: string, columns: number): string => text.replace(/^(?=.)/gm, ' '.repeat(columns));
