import type { Problem } from '@trialogue/errors';
import { durationMs, parsePromptReference, shown, unknownName, valueSchemaProblem } from '@trialogue/variant-config';
import { correctionProblems } from './correction-words';
import type {
  Call,
  CollectState,
  FlowDefinition,
  FlowIncludes,
  Interruption,
  Output,
  SlotDefinition,
  StateDefinition,
} from './definition';
import { guardsIn, interruptionGuards, interruptionValues, type PlacedGuard, valuesIn } from './flow-expressions';
import { textProblems } from './flow-text';
import { flowTexts, type PlacedText, textsOf } from './flow-texts';
import { type Expressions, expressionsOf } from './guard';
import { choicesOf, type Transition } from './routes';
import { schemaProblem } from './slot-value';
import { expressionProblems, ValueJudge } from './value-problems';

type Slots = NonNullable<FlowDefinition['slots']>;
type Path = Problem['path'];

const longestCallMs = 120_000;

/** Judges the parts of a flow that have the right shape: guards, texts, values, slots and references. Paths begin in the part. */
export class PartJudge {
  private readonly expressions: Expressions;
  private readonly values: ValueJudge;
  private readonly slots: Slots;

  /** @param slotNames of all slots, those included whose definition is no use */
  constructor(
    slots: Slots,
    private readonly slotNames: readonly string[],
    flows: FlowIncludes,
  ) {
    const undetermined = slotNames.filter((name) => !Object.hasOwn(slots, name)).map((name) => [name, { schema: {} }]);
    const known: Slots = { ...slots, ...Object.fromEntries(undetermined) };
    this.expressions = expressionsOf(known);
    this.values = new ValueJudge(known, this.expressions, flows);
    this.slots = known;
  }

  slot(name: string, slot: SlotDefinition): Problem[] {
    const { schema, prefill } = slot;
    const message = schemaProblem(schema);
    if (message !== undefined) return [{ path: ['schema'], message }];
    return prefill === undefined
      ? []
      : this.values.prefill(prefill, slot, name).map((one) => ({ ...one, path: ['prefill'] }));
  }

  /** What belongs to no state. */
  flow(flow: Pick<FlowDefinition, 'on' | 'correction'>): Problem[] {
    return [
      ...flowTexts(flow).flatMap((text) => this.text(text)),
      ...interruptionGuards(flow.on).flatMap((guard) => this.guard(guard)),
      ...interruptionValues(flow.on).flatMap((placed) => this.values.assigned(placed)),
      ...interruptionProblems(flow.on),
      ...correctionProblems(flow.correction),
    ];
  }

  state(state: StateDefinition): Problem[] {
    const { member, transitions } = choicesOf(state);
    return [
      ...('collect' in state ? [...this.collected(state), ...callProblems(state.check?.call, ['check', 'call'])] : []),
      ...textsOf(state).flatMap((text) => this.text(text)),
      ...guardsIn(state).flatMap((guard) => this.guard(guard)),
      ...valuesIn(state).flatMap((placed) => this.values.assigned(placed)),
      ...('prompt' in state
        ? [...unknownPrompt(state.prompt.prompt_version_id), ...outputProblems(state.prompt.output)]
        : []),
      ...('call' in state ? callProblems(state.call, ['call']) : []),
      ...('after' in state
        ? Object.keys(state.after ?? {}).flatMap((time) => durationProblems(time, ['after', time]))
        : []),
      ...('on' in state ? interruptionProblems(state.on) : []),
      ...orderProblems(transitions, member),
    ];
  }

  private collected({ collect, no_input }: CollectState): Problem[] {
    const silence = no_input === undefined ? [] : durationProblems(no_input.after, ['no_input', 'after']);
    if (!this.slotNames.includes(collect))
      return [unknownName(['collect'], `there is no slot ${shown(collect)}`, collect, this.slotNames), ...silence];
    const { write } = this.slots[collect]!;
    if (write === undefined || write.includes('user')) return silence;
    const message = `${collect} is written by ${write.join(' and ') || 'nobody'} only, so no answer of the user could fill it; add "user" to its \`write\``;
    return [{ path: ['collect'], message }, ...silence];
  }

  private text({ template, path, sees }: PlacedText): Problem[] {
    return textProblems(template, this.slotNames, sees).map((message) => ({ path: [...path], message }));
  }

  private guard({ guard, path, sight }: PlacedGuard): Problem[] {
    return expressionProblems(guard, path, () => this.expressions.guard(guard, sight));
  }
}

/** An interruption does one thing: plays a flow, goes to a state, or only says something. */
const interruptionProblems = (interruptions: readonly Interruption[] = []): Problem[] =>
  interruptions.flatMap(({ flow, to, say, slots }, index): Problem[] => {
    const path = ['on', index];
    if (flow !== undefined && to !== undefined) return [{ path, message: 'has `flow` and `to`; expected one of them' }];
    if (flow === undefined && to === undefined && say === undefined)
      return [{ path, message: 'does nothing; expected `flow`, `to` or `say`' }];
    if (slots !== undefined && flow === undefined)
      return [{ path: [...path, 'slots'], message: 'are of another flow, and no `flow` is named' }];
    return [];
  });

function callProblems(call: Call | undefined, path: Path): Problem[] {
  if (call?.within === undefined) return [];
  const ms = durationMs(call.within);
  const place = [...path, 'within'];
  if (ms === undefined) return durationProblems(call.within, place);
  if (ms <= longestCallMs) return [];
  const [found, expected] = [shown(call.within), 'PT2M at most'];
  return [{ path: place, message: `found ${found}; expected ${expected}`, found, expected }];
}

function durationProblems(text: string, path: Path): Problem[] {
  if (durationMs(text) !== undefined) return [];
  const [found, expected] = [shown(text), 'a time between PT1S and P30D, such as PT10M'];
  return [{ path, message: `found ${found}; expected ${expected}`, found, expected }];
}

/** Only an object has members that `result` can be asked for. */
function outputProblems(output: Output | undefined): Problem[] {
  if (output === undefined) return [];
  const path = ['prompt', 'output', 'schema'];
  const message = valueSchemaProblem(output.schema);
  if (message !== undefined) return [{ path, message }];
  if (output.schema.type === 'object') return [];
  const [found, expected] = [shown(output.schema.type ?? null), 'type: object'];
  return [{ path: [...path, 'type'], message: `found ${found}; expected ${expected}`, found, expected }];
}

function unknownPrompt(reference: string | undefined): Problem[] {
  if (reference === undefined || parsePromptReference(reference)) return [];
  const found = shown(reference);
  const expected = 'a prompt: "name@version", "name@label" or "name"';
  return [{ path: ['prompt', 'prompt_version_id'], message: `found ${found}; expected ${expected}`, found, expected }];
}

/** Only the last transition is without a guard: there is always a way on, and none behind it. */
const orderProblems = (transitions: readonly Transition[], member: string): Problem[] =>
  transitions.flatMap(({ when }, index): Problem[] => {
    const isLast = index === transitions.length - 1;
    const path = [member, index];
    if (isLast && when !== undefined)
      return [{ path, message: 'is the last and has a `when`; add one without, for when none holds' }];
    if (!isLast && when === undefined)
      return [{ path, message: 'has no `when`, so what follows is never taken; put it last' }];
    return [];
  });
