import type { JsonObject } from '@trialogue/plugin-api';

/** What of a conversation its model is given. Tokens are estimated. */
export interface HistoryPolicy {
  /** Of everything that was said, the message that is answered and a summary included. */
  readonly tokens: number;
  readonly summary?: SummaryPolicy;
}

export interface SummaryPolicy {
  /** What is not summarised may be so long; then its older half is. At most three quarters of the window. */
  readonly afterTokens: number;
  /** The one that answers unless told. */
  readonly model?: { readonly provider: string; readonly name: string };
  /** Of a summary; at most half of the window. */
  readonly tokens: number;
}

const windowTokens = 8_000;
const summaryTokens = 500;

/** The messages that are looked at, however short they are. */
export const mostMessages = 50;

/** The member `history` of a variant's config, which has been checked, with its defaults. */
export function historyPolicyOf({ history }: JsonObject): HistoryPolicy {
  const { tokens = windowTokens, summary } = (history ?? {}) as HistoryConfig;
  if (!summary) return { tokens };
  const { after_tokens: after, model, tokens: most = summaryTokens } = summary;
  const afterTokens = Math.min(after, Math.ceil(tokens * 0.75));
  return { tokens, summary: { afterTokens, tokens: Math.min(most, Math.ceil(tokens / 2)), ...(model && { model }) } };
}

interface HistoryConfig {
  readonly tokens?: number;
  readonly summary?: {
    readonly after_tokens: number;
    readonly model?: { readonly provider: string; readonly name: string };
    readonly tokens?: number;
  };
}
