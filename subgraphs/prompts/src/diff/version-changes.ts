import type { Json } from '@trialogue/canonical-json';
import { differencesOf } from '@trialogue/subgraph';
import type { PromptVersionBody } from '@trialogue/variant-config';
import { type TextPart, WordComparison } from './words';

/** One value that differs between two versions of a prompt. */
export interface VersionChange {
  /** `modelName`, `params.temperature`, `variables.diet.default`, `messages.0.template`. */
  readonly path: string;
  readonly kind: 'ADDED' | 'REMOVED' | 'CHANGED';
  /** Null: there was nothing. */
  readonly before: Json;
  /** Null: there is nothing. */
  readonly after: Json;
  /** What became of its words; for texts that changed. */
  readonly words: readonly TextPart[] | null;
}

/** What is compared: the content of a version. */
export type ComparedVersion = Omit<PromptVersionBody, 'name' | 'number' | 'checksum'>;

/** Every value that differs, metadata first, then the texts that a model gets. */
export function versionChanges(before: ComparedVersion, after: ComparedVersion): VersionChange[] {
  const asMessages = before.messages !== undefined || after.messages !== undefined;
  const comparison = new WordComparison();
  return differencesOf(compared(before, asMessages), compared(after, asMessages)).map((difference) => {
    const { path, before: was, after: is } = difference;
    const kind = was === null ? 'ADDED' : is === null ? 'REMOVED' : 'CHANGED';
    const words = typeof was === 'string' && typeof is === 'string' ? comparison.between(was, is) : null;
    return { path, kind, before: was, after: is, words };
  });
}

/** A version as it is compared: the messages of a chat prompt by their position, and a text beside one as its only message. */
function compared(content: ComparedVersion, asMessages: boolean): Json {
  const { template, messages, ...metadata } = content;
  const all = messages ?? [{ role: 'system', template }];
  const texts = asMessages ? { messages: { ...all } } : { template };
  return { ...metadata, ...texts } as unknown as Json;
}
