import type { ExperimentSnapshot } from '@trialogue/assignment';
import type { Store } from '@trialogue/store';
import type { PromptBody, PromptVersionBody, ScriptedReply } from '@trialogue/variant-config';

/** A prompt's version as a test writes it. */
export interface PromptText {
  readonly template?: string;
  readonly variables?: PromptVersionBody['variables'];
  readonly replies?: readonly ScriptedReply[];
  readonly responseSchema?: PromptVersionBody['responseSchema'];
  readonly status?: PromptVersionBody['status'];
}

/** Publishes the versions of a prompt, the first as number 1; answers their releases’ hashes. */
export async function publishPrompt(store: Store, name: string, versions: readonly PromptText[]): Promise<string[]> {
  const bodies = versions.map((version, index) => versionOf(name, index + 1, version));
  const hashes = await store.transaction(async (sql) => {
    const published: string[] = [];
    for (const body of bodies) {
      const key = `${name}@${body.number}`;
      published.push((await store.releases.publish(sql, { kind: 'prompt_version', key, schema: 1, body })).hash);
    }
    const body: PromptBody = {
      name,
      description: '',
      labels: { production: 1 },
      versions: Object.fromEntries(published.map((hash, index) => [index + 1, hash])),
    };
    await store.releases.publish(sql, { kind: 'prompt', key: name, schema: 1, body, refs: published });
    return published;
  });
  await store.releases.refresh();
  return hashes;
}

/** The flow of a test's variants. */
export interface FlowOfVariant {
  readonly reference: string;
  readonly hash: string;
  readonly initialState?: string;
  /** Pins of the prompts that its states name. */
  readonly prompts?: { readonly [reference: string]: string };
}

/** Publishes an experiment of the two versions of a prompt, half of the units each, with or without a flow. */
export async function publishExperiment(
  store: Store,
  key: string,
  prompt: string,
  hashes: readonly string[],
  change: Partial<ExperimentSnapshot> = {},
  flow?: FlowOfVariant,
): Promise<void> {
  const body: ExperimentSnapshot = {
    key,
    unitType: 'user',
    status: 'RUNNING',
    salt: key,
    allocation: 1,
    traffic: 1,
    variants: hashes.map((hash, index) => ({
      key: index === 0 ? 'control' : `treatment${index}`,
      weight: 1,
      isControl: index === 0,
      executionStrategy: 'prompt_template',
      config: {
        execution_strategy: 'prompt_template',
        prompt_config: { prompt_version_id: `${prompt}@${index + 1}` },
        ...(flow && {
          flow_config: {
            flow_id: flow.reference,
            ...(flow.initialState !== undefined && { initial_state: flow.initialState }),
          },
        }),
      },
      pins: { [`${prompt}@${index + 1}`]: hash, ...(flow && { [flow.reference]: flow.hash, ...flow.prompts }) },
      arm: `arm-of-${prompt}@${index + 1}`,
    })),
    ...change,
  };
  const release = { kind: 'experiment', key, schema: 1, body, refs: hashes };
  await store.transaction((sql) => store.releases.publish(sql, release));
  await store.releases.refresh();
}

function versionOf(name: string, number: number, text: PromptText): PromptVersionBody {
  const {
    template = 'You plan meals.',
    variables = [],
    status = 'ACTIVE',
    responseSchema,
    replies = [{ when: [], reply: `I am ${name}@${number}.` }],
  } = text;
  return {
    name,
    number,
    description: '',
    status,
    syntax: 'JINJA',
    template,
    variables,
    ...(responseSchema && { responseSchema }),
    modelProvider: 'scripted',
    modelName: 'scripted',
    params: {},
    replies,
    checksum: '',
  };
}
