import type { JsonObject } from '@trialogue/plugin-api';
import type { Exchanged } from '../exchanged';
import { declaredIn, type FallbackModel, withModel } from '../filled-in';
import type { PortablePrompt, PortableVersion } from '../portable-prompt';
import { Unusable } from '../unusable';
import { jsonIn, type MlflowModel, type MlflowVersion, tagOf, tags, textsOf } from './stored';
import { syntaxOf } from './template-form';

/** A prompt as MLflow has it, and what of it cannot be taken over. */
export function fromMlflow(
  model: MlflowModel,
  versions: readonly MlflowVersion[],
  fallback: FallbackModel,
): { readonly prompt: PortablePrompt; readonly refused: readonly Exchanged[] } {
  const wasOurs = versions.some((version) => tagOf(version, tags.own) !== undefined);
  const refused: Exchanged[] = [];
  const taken: PortableVersion[] = [];
  for (const version of versions) {
    try {
      taken.push(versionFrom(version, wasOurs, fallback));
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      const subject = `${model.name}, MLflow’s version ${version.version}`;
      refused.push({ subject, outcome: 'REFUSED', other: version.version, note: error.message });
    }
  }
  taken.sort((one, other) => Number(one.at) - Number(other.at));
  const labels = Object.fromEntries((model.aliases ?? []).map(({ alias, version }) => [alias, version]));
  return { prompt: { name: model.name, description: model.description ?? '', versions: taken, labels }, refused };
}

function versionFrom(version: MlflowVersion, wasOurs: boolean, fallback: FallbackModel): PortableVersion {
  const own: OwnTag | undefined = jsonIn(version, tags.own);
  const { isChat, messages } = textsOf(version);
  const texts = messages.map(({ template }) => template);
  const syntax = own?.syntax ?? syntaxOf(texts);
  // MLflow declares no variables. What a text without Jinja uses, it demands; what Jinja uses, it lets be missing.
  const isJinja = texts.some((text) => text.includes('{%'));
  const { provider, model_name: name, ...params }: MlflowConfig = jsonIn(version, tags.modelConfig) ?? {};
  const responseSchema = jsonIn(version, tags.responseFormat);
  return {
    at: version.version,
    ...(own ? { number: own.number } : wasOurs ? {} : { number: Number(version.version) }),
    description: version.description ?? '',
    status: own?.status ?? 'ACTIVE',
    syntax,
    ...(isChat ? { messages } : { template: texts[0]! }),
    replies: own?.replies ?? [],
    variables: own?.variables ?? declaredIn(texts, syntax, !isJinja),
    ...withModel(provider, name, fallback),
    params: params as JsonObject,
    ...(responseSchema && { responseSchema }),
  };
}

/** What the tag `trialogue.version` holds. */
export type OwnTag = Required<Pick<PortableVersion, 'number'>> &
  Pick<PortableVersion, 'status' | 'syntax' | 'variables'> &
  Partial<Pick<PortableVersion, 'replies'>>;

interface MlflowConfig {
  readonly provider?: string;
  readonly model_name?: string;
  readonly [param: string]: unknown;
}
