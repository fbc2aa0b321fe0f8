import { canonicalJson } from '@trialogue/canonical-json';
import { includesOf } from '@trialogue/templates';
import type { PortableVersion } from '../portable-prompt';
import { Unusable } from '../unusable';
import type { OwnTag } from './from-mlflow';
import { jsonIn, type MlflowTag, type MlflowVersion, tagOf, tags, textsOf } from './stored';
import { toMlflowTexts } from './template-form';

/** What MLflow keeps of a version, or why it cannot. */
export type ForMlflow =
  | { readonly tags: readonly MlflowTag[]; readonly description: string; readonly note?: string }
  | { readonly refused: string };

/** Characters (`MAX_MODEL_VERSION_TAG_VAL_LENGTH`). */
const longestTag = 100_000;

export function forMlflow(version: PortableVersion & { readonly number: number }): ForMlflow {
  const { number, status, syntax, variables, template, messages, description, responseSchema, replies } = version;
  const written = messages ?? [{ role: 'system', template: template! }];
  if (written.some((one) => includesOf({ syntax, template: one.template }).length > 0))
    return { refused: 'includes other prompts, which MLflow cannot' };
  const { provider, model_name } = version.params;
  if (provider !== undefined || model_name !== undefined)
    return { refused: 'has a parameter `provider` or `model_name`, which in MLflow names the model' };
  const { texts, note } = toMlflowTexts({ syntax, texts: written.map((one) => one.template) });
  const text = messages
    ? JSON.stringify(messages.map(({ role }, index) => ({ role, content: texts[index] })))
    : texts[0]!;
  const own: OwnTag = { number, status, syntax, variables, ...(replies.length > 0 && { replies }) };
  const isTooLong = canonicalJson(own).length > longestTag;
  const notes = [note, isTooLong && replies.length > 0 && 'its scripted replies are too long for MLflow: left out'];
  const modelConfig = { provider: version.modelProvider, model_name: version.modelName, ...version.params };
  return {
    description,
    note: notes.filter(Boolean).join('; ') || undefined,
    tags: [
      { key: tags.isPrompt, value: 'true' },
      { key: tags.text, value: text },
      { key: tags.type, value: messages ? 'chat' : 'text' },
      { key: tags.modelConfig, value: canonicalJson(modelConfig) },
      ...(responseSchema ? [{ key: tags.responseFormat, value: canonicalJson(responseSchema) }] : []),
      { key: tags.own, value: canonicalJson(isTooLong ? { ...own, replies: undefined } : own) },
    ],
  };
}

/** What of the tags that a version should have is otherwise; undefined when its texts or its answers are, which never change. */
export function differingTags(version: MlflowVersion, wanted: readonly MlflowTag[]): MlflowTag[] | undefined {
  const expected = { version: version.version, tags: wanted };
  const fixed = (one: MlflowVersion) =>
    attempt(() => canonicalJson({ ...textsOf(one), answer: jsonIn(one, tags.responseFormat) }));
  if (fixed(version) !== fixed(expected)) return undefined;
  const kept: readonly string[] = [tags.text, tags.type, tags.responseFormat];
  return wanted.filter(({ key, value }) => {
    if (kept.includes(key) || tagOf(version, key) === value) return false;
    const json = attempt(() => canonicalJson(jsonIn(version, key) ?? null));
    return json === undefined || json !== value;
  });
}

/** The number that a version of MLflow's has here; undefined when it did not come from here. */
export const ownNumberOf = (version: MlflowVersion): number | undefined =>
  attempt(() => jsonIn(version, tags.own) as OwnTag | undefined)?.number;

function attempt<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    return undefined;
  }
}
