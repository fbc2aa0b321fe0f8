import type { PortableMessage } from '../portable-prompt';
import { Unusable } from '../unusable';
import { withoutMark } from './template-form';

/** What MLflow 3 keeps a prompt under: a registered model with versions, told apart by tags (`mlflow/prompt/constants.py`). */
export const tags = {
  isPrompt: 'mlflow.prompt.is_prompt',
  text: 'mlflow.prompt.text',
  type: '_mlflow_prompt_type',
  responseFormat: '_mlflow_prompt_response_format',
  modelConfig: '_mlflow_prompt_model_config',
  /** Ours: what MLflow has no place for, as JSON. */
  own: 'trialogue.version',
} as const;

export const promptsOnly = `tag.\`${tags.isPrompt}\` = 'true'`;

/** As much of a registered model, and of a version, as matters here. */
export interface MlflowModel {
  readonly name: string;
  readonly description?: string;
  readonly tags?: readonly MlflowTag[];
  readonly aliases?: readonly { readonly alias: string; readonly version: string }[];
}

export interface MlflowVersion {
  readonly version: string;
  readonly description?: string;
  readonly tags?: readonly MlflowTag[];
}

export interface MlflowTag {
  readonly key: string;
  readonly value: string;
}

export const tagOf = ({ tags = [] }: MlflowModel | MlflowVersion, key: string): string | undefined =>
  tags.find((tag) => tag.key === key)?.value;

/** The texts of a version as they were written. Throws `Unusable`. */
export function textsOf(version: MlflowVersion): {
  readonly isChat: boolean;
  readonly messages: readonly PortableMessage[];
} {
  const isChat = tagOf(version, tags.type) === 'chat';
  const text = tagOf(version, tags.text);
  if (text === undefined) throw new Unusable('has no text');
  const messages = isChat ? chatIn(text) : [{ role: 'system', template: text }];
  const texts = withoutMark(messages.map(({ template }) => template));
  return { isChat, messages: messages.map(({ role }, index) => ({ role, template: texts[index]! })) };
}

function chatIn(text: string): PortableMessage[] {
  const messages = jsonOf(text, tags.text);
  if (!Array.isArray(messages)) throw new Unusable('has no list of messages');
  return messages.map(({ role, content }) => {
    if (typeof content !== 'string') throw new Unusable('has a message whose content is no text');
    return { role, template: content };
  });
}

/** What a tag holds; undefined when there is none. Throws `Unusable`. */
export function jsonIn(version: MlflowVersion, key: string): any {
  const text = tagOf(version, key);
  return text === undefined ? undefined : jsonOf(text, key);
}

function jsonOf(text: string, key: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Unusable(`has a tag ${key} that is no JSON`);
  }
}
