import type { PromptsText } from './prompts-text';
import type { Write } from './pull-plan';
import { type NewFiles, repliesFile, versionEntry } from './version-files';

/** Makes the text say one value as the product does; what belongs into files of its own is added to `files`. */
export function edit(text: PromptsText, prompt: string, one: Write, files: NewFiles): void {
  switch (one.kind) {
    case 'prompt': {
      const { name, description, versions, labels } = one.prompt;
      text.addPrompt({
        name,
        ...(description !== '' && { description }),
        versions: versions.map((version) => versionEntry(prompt, version, files)),
        ...(Object.keys(labels).length > 0 && { labels }),
      });
      break;
    }
    case 'version':
      text.addVersion(prompt, versionEntry(prompt, one.version, files));
      break;
    case 'description':
      text.setDescription(prompt, one.value);
      break;
    case 'label':
      text.setLabel(prompt, one.label, one.number);
      break;
    case 'member':
      text.setVersion(prompt, one.number, one.member, memberValue(prompt, one, files));
  }
}

function memberValue(prompt: string, { number, member, value }: Extract<Write, { kind: 'member' }>, files: NewFiles) {
  if (member === 'description') return value as string;
  if (member === 'status') return (value as string).toLowerCase();
  const replies = value as readonly object[];
  return replies.length === 0 ? undefined : repliesFile(prompt, number, replies, files);
}
