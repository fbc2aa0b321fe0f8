import type { MlflowRegistry, ModelVersion, RegisteredModel, Run, Signature } from '@trialogue/mlflow';
import type { GraphContext, Host } from '@trialogue/plugin-api';
import { splitId } from '../promotion/online-results';
import { askingGraph, askingMlflow } from '../promotion/refusals';
import { LastKnown } from './last-known';

/** How a field of the graph names a model version: by its id, or as a variant's config does. */
export interface Named {
  readonly id?: string;
  readonly reference: string;
  /** What the config says that the model is called. */
  readonly called?: string;
}

/** A model version with the aliases that stand for it. */
interface Versioned {
  readonly version: ModelVersion;
  readonly aliases: readonly string[];
}

/** Requests to MLflow at once, of one field of one request. */
const atOnce = 8;

/** Model versions and their runs, each asked for once by a request of the graph. */
export class ModelVersions {
  private readonly versions: LastKnown<Versioned>;
  private readonly runs: LastKnown<Run>;
  private readonly signatures: LastKnown<{ readonly signature: Signature | null }>;
  /** By `name@number`: what a policy version is never changes. */
  private readonly policies = new Map<string, string>();

  constructor(
    private readonly host: Pick<Host, 'graph'>,
    registry: MlflowRegistry,
  ) {
    const models = new LastKnown<RegisteredModel>((name) => registry.model(name));
    this.versions = new LastKnown(async (id) => {
      const [name, number] = splitId(id);
      const [version, model] = await Promise.all([registry.version(name, number), models.get(name)]);
      const aliases = (model?.value.aliases ?? []).filter((one) => one.version === number);
      return version && { version, aliases: aliases.map(({ alias }) => alias) };
    });
    this.runs = new LastKnown((id) => registry.run(id));
    this.signatures = new LastKnown(async (id) => {
      const signature = await registry.signature(...splitId(id));
      return signature === undefined ? undefined : { signature };
    });
  }

  /** `name/version`; null: what the config names is not pinned yet, or no longer there. */
  async id({ id, reference }: Named, context: GraphContext): Promise<string | null> {
    const registered = id ?? /^models:\/([^/]+\/\d+)$/.exec(reference)?.[1];
    if (registered !== undefined) return registered;
    return policyVersionIn(reference) && context.load('policy versions', reference, (keys) => this.ofPolicies(keys));
  }

  version = (named: Named, context: GraphContext) => this.load('model versions', this.versions, named, context);
  signature = (named: Named, context: GraphContext) => this.load('signatures', this.signatures, named, context);

  async run(named: Named, context: GraphContext): Promise<Run | null> {
    const runId = (await this.version(named, context))?.value.version.run_id;
    return runId ? ((await loadEach(context, 'runs', this.runs, runId))?.value ?? null) : null;
  }

  private async load<Value extends object>(name: string, all: LastKnown<Value>, named: Named, context: GraphContext) {
    const id = await this.id(named, context);
    return id === null ? null : loadEach(context, name, all, id);
  }

  private async ofPolicies(references: readonly string[]): Promise<readonly (string | null)[]> {
    const unknown = references.filter((reference) => !this.policies.has(reference));
    if (unknown.length > 0) {
      const asked = unknown.map((reference) => policyVersionIn(reference)!);
      const answer = await askingGraph(() => this.host.graph<PolicyAnswer>(documentFor(asked), variablesFor(asked)));
      for (const [at, reference] of unknown.entries()) {
        const version = answer[`p${at}`]?.version;
        if (version) this.policies.set(reference, `${version.modelName}/${version.modelVersion}`);
      }
    }
    return references.map((reference) => this.policies.get(reference) ?? null);
  }
}

const loadEach = <Value extends object>(context: GraphContext, name: string, all: LastKnown<Value>, key: string) =>
  context.load(name, key, (keys) => askingMlflow(() => inTurns(keys, (one) => all.get(one))));

/** In order; at most a few at once. */
async function inTurns<Answer>(keys: readonly string[], ask: (key: string) => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let at = 0; at < keys.length; at += atOnce)
    answers.push(...(await Promise.all(keys.slice(at, at + atOnce).map(ask))));
  return answers;
}

/** `name@number`, taken apart; null: another name. */
export function policyVersionIn(reference: string): { readonly name: string; readonly number: number } | null {
  const [, name, number] = /^(?!models:\/)(.+)@([1-9]\d{0,8})$/s.exec(reference) ?? [];
  return name === undefined ? null : { name, number: Number(number) };
}

type Asked = readonly { readonly name: string; readonly number: number }[];
interface PolicyAnswer {
  readonly [alias: string]: {
    readonly version: { readonly modelName: string; readonly modelVersion: string } | null;
  } | null;
}

const documentFor = (asked: Asked) => `query(${asked.map((_, at) => `$n${at}: ID!, $v${at}: Int!`).join(', ')}) {
  ${asked.map((_, at) => `p${at}: policy(name: $n${at}) { version(number: $v${at}) { modelName modelVersion } }`).join('\n')}
}`;
const variablesFor = (asked: Asked) =>
  Object.fromEntries(asked.flatMap(({ name, number }, at) => [[`n${at}`, name] as const, [`v${at}`, number] as const]));
