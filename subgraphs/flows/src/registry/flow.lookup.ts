import type { Problem } from '@trialogue/errors';
import type { Sql } from '@trialogue/store';
import { headNow, versionsNow } from '@trialogue/subgraph';
import {
  type FlowVersionBody,
  type FoundVersion,
  flowVersionOf,
  isUntoldAlias,
  type ListedHeads,
  lookUpReference,
  parsePromptReference,
  type StrategyBody,
  type ToolBody,
} from '@trialogue/variant-config';

/** What a flow may name, as it is now. */
export interface FlowLookup {
  /** The version of a flow that a reference means. */
  version(reference: string): Promise<FoundVersion<FlowVersionBody> | undefined>;
  /** Names of the tools that there are. */
  tools(): Promise<readonly string[]>;
  /** A tool or a strategy; undefined where there is none. */
  callee(call: Callee): Promise<ToolBody | StrategyBody | undefined>;
  /** Why a reference names no model that a policy serves; undefined: it names one, or what its alias means is not told yet. */
  missingModel(reference: string): Omit<Problem, 'path'> | undefined;
}

type Callee = { readonly tool: string } | { readonly strategy: string };
const keyOf = (call: Callee): ['tool' | 'strategy', string] =>
  'tool' in call ? ['tool', call.tool] : ['strategy', call.strategy];

/** As the transaction of `sql` sees it: what it has published itself counts. Of models, as this process has them in memory. */
export const lookUpNow = (sql: Sql, heads: ListedHeads): FlowLookup => ({
  ...lookUpIn(heads),
  async version(reference) {
    const { name } = parsePromptReference(reference) ?? {};
    const heads = name === undefined ? undefined : await versionsNow(sql, 'flow', name);
    const found = heads && flowVersionOf(heads, reference);
    const body = found && (await headNow<FlowVersionBody>(sql, 'flow_version', found.reference));
    return body && { ...found, body };
  },
  async tools() {
    const { rows } = await sql<{ key: string }>(`select key from exp.heads where kind = 'tool' order by key`);
    return rows.map(({ key }) => key);
  },
  callee: (call) => headNow(sql, ...keyOf(call)),
});

/** As this process has it in memory. */
export const lookUpIn = (heads: ListedHeads): FlowLookup => ({
  version: async (reference) => flowVersionOf(heads, reference),
  tools: async () => heads.heads('tool').map(({ key }) => key),
  callee: async (call) => heads.head<ToolBody | StrategyBody>(...keyOf(call))?.body,
  missingModel(reference) {
    const found = lookUpReference(heads, 'model', reference);
    return 'problem' in found && !isUntoldAlias(heads, reference) ? found.problem : undefined;
  },
});
