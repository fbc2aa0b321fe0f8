/** Provider → what has to be set for it to answer. */
export const settings: ReadonlyMap<string, string> = new Map([
  ['anthropic', 'ANTHROPIC_API_KEY'],
  ['openai', 'OPENAI_API_KEY or OPENAI_BASE_URL'],
]);
