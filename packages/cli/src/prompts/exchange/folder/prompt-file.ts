import { stringify } from 'yaml';
import type { PortablePrompt } from '../portable-prompt';
import { readYamlObject } from './version-file';

/** What a folder's `prompt.yml` says of the whole prompt. */
export type PromptFile = Pick<PortablePrompt, 'description' | 'labels'>;

export const promptFileName = 'prompt.yml';

const schema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    description: { type: 'string' },
    labels: { type: 'object', additionalProperties: { type: 'integer', minimum: 1 } },
  },
} as const;

export function promptFile({ description, labels }: PromptFile): string {
  const numbers = Object.fromEntries(Object.entries(labels).map(([label, at]) => [label, Number(at)]));
  return stringify({ ...(description && { description }), labels: numbers }, { lineWidth: 0 });
}

/** Throws `Unusable`. */
export function readPromptFile(content: string): PromptFile {
  const { description = '', labels = {} } = readYamlObject(content, schema) as {
    readonly description?: string;
    readonly labels?: Readonly<Record<string, number>>;
  };
  return { description, labels: Object.fromEntries(Object.entries(labels).map(([label, at]) => [label, `${at}`])) };
}
