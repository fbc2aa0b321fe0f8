import type { ModelName } from './chat-model';

/** Provider → how people write a model's name → its id at the provider. */
export type Aliases = { readonly [provider: string]: { readonly [alias: string]: string } };

/** Ids as of `@anthropic-ai/sdk` 1.12 (its type `Model`). A name that is not here is passed on as written. */
export const aliases: Aliases = {
  anthropic: {
    'claude-haiku-4.5': 'claude-haiku-4-5',
    'claude-haiku-5.5': 'claude-haiku-5-5',
    // Anthropic retires it on 2026-11-30; until then and after, the name means this model and no other.
    'claude-sonnet-4.5': 'claude-sonnet-4-5',
    'claude-sonnet-4.6': 'claude-sonnet-4-6',
    'claude-sonnet-5.5': 'claude-sonnet-5-5',
    'claude-opus-4.5': 'claude-opus-4-5',
    'claude-opus-4.6': 'claude-opus-4-6',
    'claude-opus-5.5': 'claude-opus-5-5',
  },
};

/** How its provider calls a model. `own` aliases win over those of the product. */
export function nameAtProvider({ provider, name }: ModelName, own?: Aliases): string {
  const table = { ...aliases[provider], ...own?.[provider] };
  return Object.hasOwn(table, name) ? table[name]! : name;
}
