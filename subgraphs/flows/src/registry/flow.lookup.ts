import type { Sql } from '@trialogue/store';
import { headNow, versionsNow } from '@trialogue/subgraph';
import {
  type FlowVersionBody,
  type FoundVersion,
  flowVersionOf,
  type Heads,
  parsePromptReference,
} from '@trialogue/variant-config';

/** Finds the version of a flow that a reference means now. */
export type FlowLookup = (reference: string) => Promise<FoundVersion<FlowVersionBody> | undefined>;

/** As the transaction of `sql` sees it: what it has published itself counts. */
export const lookUpNow =
  (sql: Sql): FlowLookup =>
  async (reference) => {
    const { name } = parsePromptReference(reference) ?? {};
    const heads = name === undefined ? undefined : await versionsNow(sql, 'flow', name);
    const found = heads && flowVersionOf(heads, reference);
    const body = found && (await headNow<FlowVersionBody>(sql, 'flow_version', found.reference));
    return body && { ...found, body };
  };

/** As this process has it in memory. */
export const lookUpIn =
  (heads: Heads): FlowLookup =>
  async (reference) =>
    flowVersionOf(heads, reference);
