import type { Decisions } from '@trialogue/decisions';
import { DomainError } from '@trialogue/errors';
import type { Executor } from '@trialogue/executor';
import type { JsonObject } from '@trialogue/plugin-api';
import type { Sql, Store } from '@trialogue/store';
import { checkSize, checkText } from '@trialogue/subgraph';
import { completeVariables } from '@trialogue/templates';
import { parsePromptReference } from '@trialogue/variant-config';
import { budgetOf } from './budget';
import { Conversation, ConversationStatus } from './conversation.entity';
import { type Planned, planFromExperiment, planFromPrompt } from './execution-plan';
import { expose } from './expose';
import { conversationStarted } from './facts';
import { ownPlan, talkingPlan } from './following/conversation-plan';
import type { FlowVersionInUse, FlowVersions } from './following/flow-versions';
import { openFlow, requirePrompts } from './following/opening';
import { planFromFlow } from './following/plan-from-flow';
import { openedBy, writeOpening } from './following/write-opening';
import type { FlowLimits } from './limits';

export interface StartInput {
  readonly experiment?: string | null;
  readonly prompt?: string | null;
  readonly flow?: string | null;
  readonly unit: string;
  readonly attributes: JsonObject;
  readonly variables: JsonObject;
  /** Whether `prompt` and `flow` may mean a draft or an archived version. */
  readonly unpublished: boolean;
}

export interface StartServices {
  readonly store: Store;
  readonly executor: Executor;
  readonly flows: FlowVersions;
  readonly decisions: Decisions;
  readonly clock: () => Date;
  /** Unguessable: 128 random bits. */
  readonly ids: () => string;
  readonly limits: Pick<FlowLimits, 'idleMs' | 'handedOffMs'>;
  /** Lets a conversation’s flow go on by itself, now and without being waited for. */
  readonly wake: (conversation: string) => void;
}

const largestVariables = 32_768;
const largestAttributes = 65_536;

/**
 * Starts a conversation: decides what it executes, for good, and writes that down with the exposure, the event and what
 * its flow says first, in one transaction. What cannot work is refused before anything is written.
 */
export async function startConversation(services: StartServices, given: StartInput): Promise<Conversation> {
  const input = { ...given, unit: given.unit.normalize() };
  const { store, executor } = services;
  checkText('unit', input.unit, 256);
  checkSize('variables', input.variables, largestVariables);
  checkSize('attributes', input.attributes, largestAttributes);
  await store.releases.fresh();
  const planned = await planOf(services, input);
  const { plan, assigned } = planned;
  const flow = plan.flow && (await services.flows.get(plan.flow));
  if (flow && !assigned) requirePrompts(flow);
  await checkPrompts(executor, planned, flow, input.variables);
  const unpriced = budgetOf(planned)?.usd === undefined ? [] : await executor.unpricedOf(plan);
  if (unpriced.length > 0) throw new DomainError('BUDGET_UNPRICED', { models: unpriced.join(', ') });
  const standIn = await executor.standInOf(plan);
  const [prompt] = await executor.promptsOf(flow ? ownPlan(plan, flow.body) : plan);

  const conversation = Object.assign(rowOf(services, input, planned, prompt), { standIn });
  const opening = flow && openFlow(flow, plan.flow!, conversation);
  if (opening) Object.assign(conversation, openedBy(opening, conversation, services.limits));
  const started = conversationStarted(conversation, conversation.startedAt, input.attributes, standIn);
  const refused = store.events.check(started);
  if (refused) throw new DomainError('BAD_USER_INPUT', { problem: `\`unit\` or \`attributes\`: ${refused}.` });

  await store.transaction(async (sql) => {
    await save(sql, conversation);
    if (assigned) await expose(store, sql, assigned, standIn);
    const opened = opening ? await writeOpening(store, sql, conversation, opening) : [];
    await store.events.append(sql, [started, ...opened]);
  });
  if (conversation.wakeAt && conversation.wakeAt <= conversation.startedAt) services.wake(conversation.id);
  return conversation;
}

async function planOf({ store: { releases }, decisions }: StartServices, input: StartInput): Promise<Planned> {
  const { experiment, prompt, flow, unit, attributes, unpublished } = input;
  const given = [experiment, prompt, flow].filter((source) => source != null);
  if (given.length !== 1)
    throw new DomainError('BAD_USER_INPUT', { problem: 'Give exactly one of `experiment`, `prompt` and `flow`.' });
  if (experiment != null) return planFromExperiment(decisions, { experiment, unit, attributes });
  if (prompt != null) return planFromPrompt(releases, prompt, unpublished);
  return planFromFlow(releases, flow!, unpublished);
}

/**
 * What a prompt needs must be given now, unless the flow collects it or the strategy gives it. Throws
 * PROMPT_VARIABLE_MISSING and PROMPT_VERSION_ARCHIVED.
 */
async function checkPrompts(
  executor: Executor,
  { plan }: Planned,
  flow: FlowVersionInUse | undefined,
  variables: JsonObject,
): Promise<void> {
  const later = [...Object.keys(flow?.definition.slots ?? {}), ...executor.providedBy(plan)];
  await executor.refuseArchived(plan);
  const talking = flow ? talkingPlan(plan, flow.body) : plan; // what calls name gets its variables from their input
  for (const version of await executor.promptsOf(talking)) completeVariables(version, variables, later);
}

function rowOf(
  { clock, ids, limits }: StartServices,
  { unit, attributes, variables }: StartInput,
  { plan, assigned }: Planned,
  prompt: { name: string; number: number } | undefined,
): Conversation {
  const startedAt = clock();
  return Object.assign(new Conversation(), {
    id: ids(),
    unit,
    status: ConversationStatus.ACTIVE,
    outcome: null,
    plan,
    experiment: assigned?.release.body.key ?? null,
    variantKey: assigned?.assignment.variant.key ?? null,
    arm: assigned?.assignment.variant.arm ?? null,
    release: assigned?.release.hash ?? null,
    promptVersionId: prompt ? `${prompt.name}@${prompt.number}` : null,
    flowName: (plan.flow && parsePromptReference(plan.flow.reference)?.name) ?? null,
    flowVersionId: plan.flow?.reference ?? null,
    flowState: null,
    attributes,
    variables,
    fence: 0,
    version: 0,
    turnCount: 0,
    cursor: '0-0',
    leaseUntil: null,
    startedAt,
    wakeAt: null,
    wakes: 0,
    handoff: null,
    ...{ usedInput: 0, usedOutput: 0, usedCacheRead: 0, usedCacheWrite: 0, cost: 0 },
    expiresAt: new Date(startedAt.getTime() + limits.idleMs),
    endedAt: null,
  });
}

async function save(sql: Sql, conversation: Conversation): Promise<void> {
  const { id, unit, plan, experiment, variantKey, arm, release, promptVersionId, startedAt, expiresAt } = conversation;
  const { attributes, variables, standIn, flowName, flowVersionId, flowState, status, outcome, fence, cursor } =
    conversation;
  const { wakeAt, handoff } = conversation;
  await sql(
    `insert into exp.conversations (id, unit, plan, experiment, variant, arm, release, prompt_version,
       attributes, variables, started_at, expires_at,
       flow, flow_version, flow_state, status, outcome, fence, cursor, ended_at, stand_in, wake_at, handoff)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)`,
    [
      ...[id, unit, JSON.stringify(plan), experiment, variantKey, arm, release, promptVersionId],
      ...[JSON.stringify(attributes), JSON.stringify(variables), startedAt, expiresAt],
      ...[flowName, flowVersionId, flowState && JSON.stringify(flowState)],
      ...[status, outcome, fence, cursor, conversation.endedAt, standIn, wakeAt, handoff && JSON.stringify(handoff)],
    ],
  );
}
