import type { ChangeableMember, ListText } from '../sync/list-text';
import type { NewFiles } from '../sync/new-files';
import type { Write } from '../sync/pull-plan';
import type { RegistryVersion } from './registry-prompts';
import { repliesFile, versionEntry } from './version-files';

/** Makes the text say one value as the product does; what belongs into files of its own is added to `files`. */
export function edit(text: ListText, prompt: string, one: Write, files: NewFiles): void {
  switch (one.kind) {
    case 'entry': {
      const { name, description, versions, labels } = one.entry;
      text.addEntry({
        name,
        ...(description !== '' && { description }),
        versions: versions.map((version) => versionEntry(prompt, asPrompt(version), files)),
        ...(Object.keys(labels).length > 0 && { labels }),
      });
      break;
    }
    case 'version':
      text.addVersion(prompt, versionEntry(prompt, asPrompt(one.version), files));
      break;
    case 'description':
      text.setDescription(prompt, one.value);
      break;
    case 'label':
      text.setLabel(prompt, one.label, one.number);
      break;
    case 'member':
      text.setVersion(prompt, one.number, one.member as ChangeableMember, memberValue(prompt, one, files));
  }
}

function memberValue(prompt: string, { number, member, value }: Extract<Write, { kind: 'member' }>, files: NewFiles) {
  if (member === 'description') return value as string;
  if (member === 'status') return (value as string).toLowerCase();
  const replies = value as readonly object[];
  return replies.length === 0 ? undefined : repliesFile(prompt, number, replies, files);
}

/** As `registryPrompts` made it. */
const asPrompt = (version: unknown): RegistryVersion => version as RegistryVersion;
