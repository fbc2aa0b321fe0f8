/** As the graph has it. */
export interface TokenCount {
  readonly count: number;
  readonly method: 'EXACT' | 'ESTIMATE';
  /** What counted. */
  readonly by: string;
}

/** `812 (gpt-tokenizer)`, or `about 800 (estimated by characters)`. */
export const tokensText = ({ count, method, by }: TokenCount): string =>
  method === 'EXACT' ? `${count} (${by})` : `about ${count} (estimated by ${by})`;
