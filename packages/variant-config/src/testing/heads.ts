import type { ListedHeads } from '../heads';
import type {
  FlowVersionBody,
  ModelAliasesBody,
  PolicyVersionBody,
  PromptVersionBody,
  StrategyBody,
  ToolBody,
} from '../release-bodies';

interface Published {
  readonly strategies?: readonly StrategyBody[];
  readonly tools?: readonly ToolBody[];
  readonly prompts?: readonly PromptVersionBody[];
  readonly policies?: readonly PolicyVersionBody[];
  readonly flows?: readonly FlowVersionBody[];
  /** Prompt → label → version. */
  readonly labels?: { readonly [prompt: string]: { readonly [label: string]: number } };
  /** Policy → alias → version. */
  readonly aliases?: { readonly [policy: string]: { readonly [alias: string]: number } };
  /** Model of MLflow's → alias → version. */
  readonly modelAliases?: { readonly [model: string]: ModelAliasesBody['aliases'] };
}

/** Releases as a process would have them in memory; the hash of `meal@2` is `hash of meal@2`. */
export function headsOf(published: Published): ListedHeads {
  const {
    strategies = [],
    tools = [],
    prompts = [],
    policies = [],
    flows = [],
    labels = {},
    aliases = {},
    modelAliases = {},
  } = published;
  const bodies = new Map<string, Map<string, unknown>>([
    ['model_aliases', new Map(Object.entries(modelAliases).map(([name, its]) => [name, { name, aliases: its }]))],
    ['strategy', new Map(strategies.map((body) => [body.name, body]))],
    ['tool', new Map(tools.map((body) => [body.name, body]))],
    ...versioned('prompt', prompts, (name) => ({ labels: labels[name] ?? {} })),
    ...versioned('policy', policies, (name) => ({ aliases: aliases[name] ?? {}, endpoints: {} })),
    ...versioned('flow', flows, () => ({})),
  ]);
  return {
    head<Body>(kind: string, key: string) {
      const body = bodies.get(kind)?.get(key);
      return body === undefined ? undefined : { hash: `hash of ${key}`, body: body as Body };
    },
    heads: <Body>(kind: string) => [...(bodies.get(kind) ?? [])].map(([key, body]) => ({ key, body: body as Body })),
  };
}

function versioned(
  kind: string,
  versions: readonly { readonly name: string; readonly number: number }[],
  more: (name: string) => object,
): [string, Map<string, unknown>][] {
  const heads = new Map<string, { versions: { [number: string]: string } }>();
  for (const { name, number } of versions) {
    const before = heads.get(name) ?? { name, description: '', ...more(name), versions: {} };
    heads.set(name, { ...before, versions: { ...before.versions, [number]: `hash of ${name}@${number}` } });
  }
  return [
    [kind, heads],
    [`${kind}_version`, new Map(versions.map((body) => [`${body.name}@${body.number}`, body]))],
  ];
}
