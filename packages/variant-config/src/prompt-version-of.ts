import { type FoundVersion, type Heads, newestActive, numberedVersion } from './heads';
import type { PromptReference } from './prompt-reference';
import type { PromptBody, PromptVersionBody } from './release-bodies';

/** What a prompt is served under unless somebody asks for another label. */
const defaultLabel = 'production';

/**
 * The version that a reference names now: its number; the one with its label; without either the one labelled
 * `production`, or else the newest active one.
 */
export function promptVersionOf(
  heads: Heads,
  { name, number, label }: PromptReference,
): FoundVersion<PromptVersionBody> | undefined {
  const prompt = heads.head<PromptBody>('prompt', name)?.body;
  if (!prompt) return undefined;
  const found = number ?? numberOf(prompt, label ?? defaultLabel);
  if (found !== undefined) return numberedVersion(heads, 'prompt', name, found);
  return label === undefined ? newestActive(heads, 'prompt', prompt) : undefined;
}

const numberOf = ({ labels }: PromptBody, label: string): number | undefined =>
  Object.hasOwn(labels, label) ? labels[label] : undefined;
