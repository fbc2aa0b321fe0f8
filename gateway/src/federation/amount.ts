/** A request's variables, with the operation's defaults. */
export type Values = Readonly<Record<string, unknown>>;

/** A number, part of which follows only from the variables. */
export interface Amount {
  readonly known: number;
  readonly open: readonly ((values: Values) => number)[];
}

export const amount = (known: number): Amount => ({ known, open: [] });
export const nothing = amount(0);

/** The sum stays flat, however many are added. */
export function plus(one: Amount, other: Amount): Amount {
  if (other.open.length === 0) return { known: one.known + other.known, open: one.open };
  return { known: one.known + other.known, open: [...one.open, ...other.open] };
}

export function times(one: Amount, other: Amount): Amount {
  if (one.open.length === 0 && other.open.length === 0) return amount(one.known * other.known);
  return { known: 0, open: [(values) => evaluate(one, values) * evaluate(other, values)] };
}

export function evaluate({ known, open }: Amount, values: Values): number {
  let sum = known;
  for (const part of open) sum += part(values);
  return sum;
}
