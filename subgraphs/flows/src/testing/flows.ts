import { type FlowDefinition, type FlowIncludes, flowCalls, flowPrompts, flowTools } from '@trialogue/flow-engine';
import type { Store } from '@trialogue/store';
import type { FlowBody, FlowVersionBody, IncludedFlows } from '@trialogue/variant-config';

/** A flow's version as a test writes it. */
export interface FlowText {
  readonly definition: FlowDefinition;
  /** What it includes. */
  readonly flows?: FlowIncludes;
  readonly status?: FlowVersionBody['status'];
}

/** Publishes the versions of a flow, the first as number 1; answers their releases’ hashes. */
export async function publishFlow(store: Store, name: string, versions: readonly FlowText[]): Promise<string[]> {
  const bodies = versions.map((version, index) => versionOf(name, index + 1, version));
  const hashes = await store.transaction(async (sql) => {
    const published: string[] = [];
    await sql(`insert into exp.flows values ($1, '', now()) on conflict do nothing`, [name]);
    for (const body of bodies) {
      const key = `${name}@${body.number}`;
      const { hash } = await store.releases.publish(sql, { kind: 'flow_version', key, schema: 1, body });
      const row = [name, body.number, body.status, JSON.stringify(body.definition), hash];
      await sql(`insert into exp.flow_versions values ($1, $2, '', $3, $4, '', $5, now()) on conflict do nothing`, row);
      published.push(hash);
    }
    const numbered = published.map((hash, index) => [index + 1, hash]);
    const body: FlowBody = { name, description: '', versions: Object.fromEntries(numbered) };
    await store.releases.publish(sql, { kind: 'flow', key: name, schema: 1, body, refs: published });
    return published;
  });
  await store.releases.refresh();
  return hashes;
}

function versionOf(name: string, number: number, text: FlowText): FlowVersionBody {
  const { definition, flows, status = 'ACTIVE' } = text;
  const calls = flowCalls(definition, flows);
  const tools = flowTools(definition, flows);
  return {
    name,
    number,
    description: '',
    status,
    definition: JSON.parse(JSON.stringify(definition)),
    ...(flows && { flows: flows as unknown as IncludedFlows }),
    prompts: flowPrompts(definition, flows),
    ...(calls.length > 0 && { calls }),
    ...(tools.length > 0 && { tools }),
    states: Object.keys(definition.states),
    checksum: '',
  };
}

/** Asks how many eat, talks as the prompt `chef` until it is thanked, and ends. */
export const supper: FlowDefinition = {
  initial: 'welcome',
  slots: { servings: { schema: { type: 'integer', minimum: 1, maximum: 12 } } },
  states: {
    welcome: { say: 'Hello{% if variables.name is defined %} {{ variables.name }}{% endif %}.', next: 'ask' },
    ask: {
      collect: 'servings',
      ask: 'How many eat?',
      invalid: 'That is no number. How many?',
      max_tries: 2,
      next: 'plan',
      failed: 'sorry',
    },
    plan: {
      prompt: { prompt_version_id: 'chef@production', opening: 'For {{ slots.servings }}, then.' },
      until: 'text.contains("thanks")',
      next: 'done',
    },
    done: { final: 'fed', say: 'Enjoy.' },
    sorry: { final: 'handed_over', say: 'Somebody will call you.' },
  },
};

/** Talks as the variant does: turn by turn in the states `here` and `there`, until it hears “Bye”. */
export const talk: FlowDefinition = {
  initial: 'here',
  states: {
    here: {
      prompt: { opening: 'Here.' },
      until: 'true',
      next: [{ when: 'text.contains("Bye")', to: 'done' }, { to: 'there' }],
    },
    there: { prompt: {}, until: 'true', next: [{ when: 'text.contains("Bye")', to: 'done' }, { to: 'here' }] },
    done: { final: 'said', say: 'Goodbye.' },
  },
};
