import { includesOf, TemplateError } from '@trialogue/templates';
import { parsePromptReference } from '@trialogue/variant-config';
import type { ApplyPromptInput } from './prompt.input';

/** Names of the prompts that the templates of an entry include. */
export function includedNames({ versions }: ApplyPromptInput): string[] {
  return versions.flatMap(({ syntax, template, messages }) =>
    [template ?? '', ...(messages ?? []).map((message) => message.template)].flatMap((text) =>
      readable(() => includesOf({ syntax, template: text })).flatMap(
        ({ reference }) => parsePromptReference(reference)?.name ?? [],
      ),
    ),
  );
}

/** What does not parse includes nothing here; it is refused in its turn. */
export function readable<Item>(read: () => readonly Item[]): readonly Item[] {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return [];
  }
}
