import { GraphQLError } from 'graphql';
import type { ExperimentDefinition } from '../definitions/definition';
import type { PromptMaterial } from '../prompts/material';
import type { ServedPrompt, ServedPromptsUpdate } from '../prompts/served-prompts';
import { definition } from './definition';
import { Pushes } from './pushes';

export const registrySchema = /* GraphQL */ `
  extend type Query {
    servedPrompts: ServedPrompts!
    promptMaterials(of: [PromptMaterialInput!]!): [PromptMaterialOutcome!]!
  }
  extend type Subscription { servedPromptsChanged(after: String): ServedPrompts! }
  type ServedPrompts { version: String! complete: Boolean! stale: Boolean! prompts: [ServedPrompt!]! removed: [ID!]! }
  type ServedPrompt { name: ID! labels: JSONObject! versions: JSONObject! archived: [Int!]! }
  input PromptMaterialInput { release: ID variant: ID version: ID }
  type PromptMaterialOutcome { material: PromptMaterial error: PromptMaterialError }
  type PromptMaterial {
    promptVersion: PromptVersion!
    pins: [ID!]!
    version: JSONObject!
    model: RenderedModel!
    params: JSONObject!
    responseSchema: JSONObject
  }
  type PromptVersion { id: ID! }
  type RenderedModel { provider: String! name: String! id: String! }
  type PromptMaterialError { code: String! message: String! help: String! retryable: Boolean! }
`;

type Version = Partial<PromptMaterial['version']>;

/** The part of the product’s graph that is about prompts. */
export class SmallRegistry {
  /** What each request asked for. */
  readonly asked: { readonly release?: string; readonly variant?: string; readonly version?: string }[][] = [];
  /** Until then no material arrives. */
  held: Promise<void> = Promise.resolve();
  /** As for a key without the scope. */
  forbids = false;
  private readonly prompts = new Map<string, ServedPrompt>();
  private readonly materials = new Map<string, PromptMaterial>();
  private readonly changes = new Pushes<ServedPromptsUpdate>();
  private version = 1;

  /** Publishes a version as active. */
  publish(id: string, version: Version): void {
    const [name, number] = id.split('@') as [string, string];
    this.materials.set(`hash-of-${id}`, materialOf(id, version));
    const { labels = {}, versions = {}, archived = [] } = this.prompts.get(name) ?? {};
    this.push({ name, labels, versions: { ...versions, [number]: `hash-of-${id}` }, archived });
  }

  label(name: string, label: string, number: number): void {
    const prompt = this.prompts.get(name)!;
    this.push({ ...prompt, labels: { ...prompt.labels, [label]: number } });
  }

  /** `silently`: those who follow do not hear of it yet. */
  archive(id: string, silently = false): void {
    const [name, number] = id.split('@') as [string, string];
    const { versions, ...prompt } = this.prompts.get(name)!;
    const { [number]: _, ...others } = versions;
    this.push({ ...prompt, versions: others, archived: [...prompt.archived, Number(number)] }, silently);
  }

  /** An experiment, in a release of its own, whose variants a, b, c, … pin these versions. */
  experiment(key: string, ids: readonly string[], changes = {}, arms = ids): ExperimentDefinition {
    const given = definition(
      key,
      ids.map(() => undefined),
      changes,
    );
    const variants = given.snapshot.variants.map((variant, index) => {
      this.materials.set(`${given.release} ${variant.key}`, this.materials.get(`hash-of-${ids[index]}`)!);
      return { ...variant, executionStrategy: 'prompt_template', arm: `arm-of-${arms[index]}` };
    });
    return { ...given, snapshot: { ...given.snapshot, variants } };
  }

  readonly root = {
    servedPrompts: () => {
      if (this.forbids) throw new GraphQLError('No.', { extensions: { code: 'FORBIDDEN' } });
      return this.whole();
    },
    servedPromptsChanged: ({ after }: { after?: string }) =>
      this.changes.after('servedPromptsChanged', after === this.whole().version ? [] : [this.whole()]),
    promptMaterials: async ({ of }: { of: { release?: string; variant?: string; version?: string }[] }) => {
      this.asked.push(of);
      const outcomes = of.map(({ release, variant, version }) => this.outcome(version ?? `${release} ${variant}`));
      await this.held;
      return outcomes;
    },
  };

  private outcome(place: string) {
    const material = this.materials.get(place);
    const refuse = (code: string) => ({ error: { code, message: 'No.', help: 'Another.', retryable: false } });
    if (!material) return refuse('VARIANT_WITHOUT_PROMPT');
    const [name, number] = material.promptVersion.id.split('@') as [string, string];
    return this.prompts.get(name)!.archived.includes(Number(number)) ? refuse('PROMPT_VERSION_ARCHIVED') : { material };
  }

  private push(prompt: ServedPrompt, silently = false): void {
    this.prompts.set(prompt.name, prompt);
    this.version++;
    if (!silently) this.changes.push({ ...this.whole(), complete: false, prompts: [prompt] });
  }

  private whole(): ServedPromptsUpdate {
    const prompts = [...this.prompts.values()];
    return { version: `p${this.version}`, complete: true, stale: false, prompts, removed: [] };
  }
}

function materialOf(id: string, version: Version): PromptMaterial {
  const [name, number] = id.split('@') as [string, string];
  return {
    promptVersion: { id },
    pins: [id],
    version: { name, number: Number(number), syntax: 'JINJA', template: '', variables: [], ...version },
    model: { provider: 'anthropic', name: 'claude', id: 'claude-1' },
    params: { temperature: 0.5 },
    responseSchema: null,
  };
}
