import { includesOf, TemplateError } from '@trialogue/templates';
import { parsePromptReference } from '@trialogue/variant-config';
import type { ApplyPromptInput } from './prompt.input';

/**
 * The entries so that each comes after those that its templates include, as far as that is possible, and otherwise in
 * their order.
 */
export function inclusionOrder<Entry extends ApplyPromptInput>(entries: readonly Entry[]): Entry[] {
  const ordered = new Set<Entry>();
  const begun = new Set<Entry>();
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const visit = (entry: Entry) => {
    if (begun.has(entry)) return;
    begun.add(entry);
    for (const name of includedNames(entry)) {
      const included = byName.get(name);
      if (included) visit(included);
    }
    ordered.add(entry);
  };
  entries.forEach(visit);
  return [...ordered];
}

function includedNames({ versions }: ApplyPromptInput): string[] {
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
