import type { PromptVersionBody } from '@trialogue/variant-config';
import { promptList, readFileList } from '../../apply/lists';

/** A prompt version as the project's files have it. */
export type ListedPrompt = Pick<
  PromptVersionBody,
  'name' | 'number' | 'syntax' | 'template' | 'messages' | 'variables' | 'params' | 'replies'
>;

/** Finds `name@number`, `name@label`, or the newest active version of `name` in the project's list of prompts. */
export function listedPrompts(root: string): (reference: string) => ListedPrompt | undefined {
  const { inputs } = readFileList(promptList, { root, environment: () => undefined });
  return (reference) => {
    const [name, which] = reference.split('@');
    const prompt = (inputs as readonly PromptInput[]).find((one) => one.name === name);
    const labelled = prompt?.labels.find(({ label }) => label === which)?.version;
    const number = which === undefined ? newest(prompt) : (labelled ?? Number(which));
    const version = prompt?.versions.find((one) => one.number === number);
    return version && { ...version, name: name! };
  };
}

const newest = (prompt: PromptInput | undefined) =>
  Math.max(...(prompt?.versions ?? []).filter(({ status }) => status === 'ACTIVE').map(({ number }) => number));

interface PromptInput {
  readonly name: string;
  readonly versions: readonly (Omit<ListedPrompt, 'name'> & { readonly status: string })[];
  readonly labels: readonly { readonly label: string; readonly version: number }[];
}
