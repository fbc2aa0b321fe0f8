/** What a string such as `meal@2`, `meal@production` or `meal` names. At most one of number and label is given. */
export interface PromptReference {
  readonly name: string;
  /** A version, from 1. */
  readonly number?: number;
  /** Moves between versions; it begins with a letter or an underscore. */
  readonly label?: string;
}

const form = /^(?<name>[^@\s]+)(?:@(?:(?<number>[1-9]\d{0,14})|(?<label>[\p{L}_][^@\s]*)))?$/u;

/** Reads `name@number`, `name@label` or `name`; undefined for any other text. */
export function parsePromptReference(text: string): PromptReference | undefined {
  const { name, number, label } = form.exec(text)?.groups ?? {};
  if (name === undefined) return undefined;
  if (number !== undefined) return { name, number: Number(number) };
  return label === undefined ? { name } : { name, label };
}

/** The text that `parsePromptReference` reads back. */
export function formatPromptReference({ name, number, label }: PromptReference): string {
  const version = number ?? label;
  return version === undefined ? name : `${name}@${version}`;
}
