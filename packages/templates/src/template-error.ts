export type TemplateErrorKind =
  /** A value that the template uses was not given. */
  | 'missing-variable'
  /** The template does not parse. */
  | 'syntax'
  /** Size, steps, depth, memory or time: the template or its variables ask for too much. */
  | 'limit'
  /** It parses, and fails while rendering: an unknown filter, an include, a sum of text and number. */
  | 'failure';

export interface TemplatePlace {
  /** Path of the missing value, such as `user.name`; only for `missing-variable`, and only when it is known. */
  readonly variable?: string;
  /** From 1. */
  readonly line?: number;
  /** From 1, in UTF-16 units. */
  readonly column?: number;
  /** The reference of the included template that line and column are of; none: they are of the template itself. */
  readonly template?: string;
}

/** Why a template cannot be rendered. The message is one sentence for the template's author. */
export class TemplateError extends Error {
  readonly variable?: string;
  readonly line?: number;
  readonly column?: number;
  readonly template?: string;

  constructor(
    readonly kind: TemplateErrorKind,
    message: string,
    place: TemplatePlace = {},
  ) {
    super(message);
    this.name = 'TemplateError';
    this.variable = place.variable;
    this.line = place.line;
    this.column = place.column;
    this.template = place.template;
  }
}

/** A syntax error at an offset; the caller knows the lines. */
export class SyntaxProblem extends Error {
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}

/** Does what parses an included template, so that an error has its place in that one. */
export function inIncluded<Result>(reference: string, parse: () => Result): Result {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const { kind, message, line, column } = error;
    throw new TemplateError(kind, message, { line, column, template: reference });
  }
}

export type PlaceAt = (offset: number) => Place;
export type Place = Required<Pick<TemplatePlace, 'line' | 'column'>>;

/** Line and column of an offset in a text. */
export const placeOf = (text: string, offset: number): Place => placesOf(text)(offset);

/** The same for many offsets of one text, whose lines are found once. */
export function placesOf(text: string): PlaceAt {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let line = 0;
    for (let end = starts.length; end - line > 1; ) {
      const middle = (line + end) >> 1;
      if (starts[middle]! <= offset) line = middle;
      else end = middle;
    }
    return { line: line + 1, column: offset - starts[line]! + 1 };
  };
}
