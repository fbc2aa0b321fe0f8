import type { ApplyPromptInput } from '@trialogue/prompts-subgraph';
import type { ListRead, ProjectList } from '@trialogue/subgraph';
import { fileOf } from '../apply/entries';
import { promptList, readFileList } from '../apply/lists';
import type { Outcome } from '../apply/outcome';
import { withCommits } from '../apply/prompt-commits';
import type { Settings } from '../settings';
import { renumberFile } from './prompts-file';

/** The files of the project that a product runs in. */
export const projectPrompts = ({ root, secret }: Pick<Settings, 'root' | 'secret'>): ProjectList<ApplyPromptInput> => ({
  async read() {
    if (fileOf(root, 'prompts') === undefined) return undefined;
    const list = readFileList(promptList, { root, environment: secret });
    const { inputs, noCommit } = await withCommits(root, list);
    return {
      entries: inputs as unknown as ListRead<ApplyPromptInput>['entries'],
      refused: list.refused.map(refusedEntry),
      noCommit,
    };
  },

  renumber: (renumbered) =>
    renumberFile(
      root,
      [...renumbered].flatMap(([prompt, some]) => some.map((one) => ({ prompt, ...one }))),
    ),
});

const refusedEntry = ({ file: entryFile, subject, notes }: Outcome) => ({
  subject: subject.replace(/^prompt /, ''),
  problems: notes.map(({ file = entryFile, line, column, path, message }) => ({
    path: path.split('.').filter(Boolean),
    message: `${message} (${file}:${line}:${column})`,
  })),
});
