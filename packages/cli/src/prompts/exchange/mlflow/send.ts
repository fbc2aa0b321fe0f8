import { type MlflowApi, MlflowError, named } from '@trialogue/mlflow';
import type { Exchanged } from '../exchanged';
import type { PortablePrompt, PortableVersion } from '../portable-prompt';
import { type MlflowModel, type MlflowVersion, promptsOnly, tagOf, tags } from './stored';
import { differingTags, type ForMlflow, forMlflow, ownNumberOf } from './to-mlflow';

/** MLflow takes no other, and never reads it (`_PROMPT_SOURCE_PLACEHOLDERS`). */
const source = 'dummy-source';

/**
 * Registers in MLflow what a prompt has and MLflow has not: each active version once, with its number in a tag, and its
 * labels as aliases. What MLflow has beside it stays. Doing it again changes nothing.
 */
export async function sendToMlflow(api: MlflowApi, prompt: PortablePrompt, dryRun: boolean): Promise<Exchanged[]> {
  const { name, description, versions, labels } = prompt;
  const model: MlflowModel | undefined = (await api.find('registered-models/get', { name }))?.registered_model;
  if (model && tagOf(model, tags.isPrompt) !== 'true')
    return [{ subject: name, outcome: 'REFUSED', note: 'MLflow has a model of this name, which is no prompt' }];
  if (!model && !dryRun)
    await api.post('registered-models/create', { name, description, tags: [{ key: tags.isPrompt, value: 'true' }] });
  if (model && description !== '' && model.description !== description && !dryRun)
    await api.patch('registered-models/update', { name, description });
  const there = model ? await versionsOf(api, name) : [];
  const exchanged: Exchanged[] = [];
  const sent = new Map<string, string>();
  for (const version of versions) {
    const entry = await sendVersion(api, name, version as NumberedVersion, there, dryRun);
    exchanged.push(entry);
    if (entry.outcome !== 'REFUSED' && entry.other !== undefined) sent.set(version.at, entry.other);
  }
  for (const [label, at] of Object.entries(labels)) {
    const before = model?.aliases?.find(({ alias }) => alias === label)?.version;
    exchanged.push(await sendAlias(api, { name, alias: label, version: sent.get(at), before }, dryRun));
  }
  return exchanged;
}

export const versionsOf = (api: MlflowApi, name: string): Promise<MlflowVersion[]> =>
  api.search('model-versions/search', 'model_versions', { filter: `${named(name)} AND ${promptsOnly}` });

type NumberedVersion = PortableVersion & { readonly number: number };

/** @param there versions of MLflow's; one that the product's turns out to be is taken out */
async function sendVersion(
  api: MlflowApi,
  name: string,
  version: NumberedVersion,
  there: MlflowVersion[],
  dryRun: boolean,
): Promise<Exchanged> {
  const subject = `${name}@${version.number}`;
  if (version.status !== 'ACTIVE') return { subject, outcome: 'LEFT_OUT', note: `is ${version.status.toLowerCase()}` };
  const wanted = forMlflow(version);
  if ('refused' in wanted) return { subject, outcome: 'REFUSED', note: wanted.refused };
  const { note, description } = wanted;
  const known = takeOut(there, version.number, wanted);
  if (!known) {
    if (dryRun) return { subject, outcome: 'CREATED', other: 'the next', note };
    return attempted(subject, async () => {
      const created = await api.post('model-versions/create', { name, source, description, tags: wanted.tags });
      return { subject, outcome: 'CREATED', other: created.model_version.version as string, note };
    });
  }
  const entry = { subject, other: known.version, note };
  const changed = differingTags(known, wanted.tags);
  if (!changed) return { ...entry, outcome: 'REFUSED', note: 'has another text in MLflow, where it was changed' };
  const isDescribed = (known.description ?? '') === description;
  if (changed.length === 0 && isDescribed) return { ...entry, outcome: 'UNCHANGED' };
  if (dryRun) return { ...entry, outcome: 'UPDATED' };
  return attempted(subject, async () => {
    const at = { name, version: known.version };
    for (const tag of changed) await api.post('model-versions/set-tag', { ...at, ...tag });
    if (!isDescribed) await api.patch('model-versions/update', { ...at, description });
    return { ...entry, outcome: 'UPDATED' };
  });
}

type Wanted = Exclude<ForMlflow, { readonly refused: string }>;

/** The version that has this number in its tag, or one that came from nowhere, and says and is asked the same. */
function takeOut(there: MlflowVersion[], number: number, wanted: Wanted): MlflowVersion | undefined {
  const isSame = (one: MlflowVersion) =>
    ownNumberOf(one) === undefined &&
    differingTags(one, wanted.tags)?.every(({ key }) => key === tags.own || tagOf(one, key) === undefined);
  const tagged = there.findIndex((one) => ownNumberOf(one) === number);
  const found = tagged >= 0 ? tagged : there.findIndex(isSame);
  return found < 0 ? undefined : there.splice(found, 1)[0];
}

interface Alias {
  readonly name: string;
  readonly alias: string;
  /** Undefined: its version is not in MLflow. */
  readonly version: string | undefined;
  readonly before: string | undefined;
}

async function sendAlias(api: MlflowApi, { name, alias, version, before }: Alias, dryRun: boolean): Promise<Exchanged> {
  const subject = `${name}@${alias}`;
  if (version === undefined) return { subject, outcome: 'LEFT_OUT', note: 'its version is not in MLflow' };
  if (before === version) return { subject, outcome: 'UNCHANGED' };
  const done = { subject, outcome: before === undefined ? 'CREATED' : 'UPDATED', other: version } as const;
  if (dryRun) return done;
  return attempted(subject, async () => {
    await api.post('registered-models/alias', { name, alias, version });
    return done;
  });
}

/** What MLflow refuses is told; that it does not answer ends everything. */
async function attempted(subject: string, work: () => Promise<Exchanged>): Promise<Exchanged> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof MlflowError) || error.code === undefined) throw error;
    return { subject, outcome: 'REFUSED', note: error.message };
  }
}
