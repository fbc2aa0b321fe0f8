import type { Gathered } from './entries';
import type { Path } from './yaml-file';

/** By which rules units get into an experiment, as a file says it. */
export interface RulesEntry {
  readonly bucketer?: string;
  readonly targeting?: string;
  readonly attributes?: object;
  readonly layers?: readonly object[];
  readonly holdouts?: readonly string[];
  readonly prerequisites?: readonly object[];
  readonly overrides?: readonly object[];
  readonly sticky?: { readonly enabled?: boolean; readonly blocked_before?: number };
  readonly while_paused?: string;
  readonly starts_at?: string;
  readonly ends_at?: string;
  readonly ramp?: readonly { readonly from: string; readonly traffic: number }[];
  readonly allocator?: AllocatorEntry;
}

interface AllocatorEntry {
  readonly name: string;
  readonly options?: object;
  readonly outcome: { readonly event: string; readonly value?: string };
  readonly every?: string;
  readonly min_units?: number;
  readonly floor?: number;
}

/** The same as the graph takes it. What a file does not say is not so: it says all. */
export function rulesInput(rules: RulesEntry, gathered: Gathered): object {
  const { layers = [], holdouts = [], prerequisites = [], overrides = [], sticky, ramp = [], allocator } = rules;
  const time = (text: string | undefined, path: Path) => (text === undefined ? null : timeOf(text, path, gathered));
  return {
    ...{ layers, holdouts, prerequisites, overrides },
    ...{ targeting: rules.targeting ?? null, attributes: rules.attributes ?? null },
    bucketer: (rules.bucketer ?? 'native').toUpperCase(),
    sticky: sticky ? { enabled: sticky.enabled ?? true, blockedBefore: sticky.blocked_before } : null,
    whilePaused: (rules.while_paused ?? 'lose').toUpperCase(),
    startsAt: time(rules.starts_at, ['starts_at']),
    endsAt: time(rules.ends_at, ['ends_at']),
    ramp: ramp.map(({ from, traffic }, index) => ({ from: time(from, ['ramp', index, 'from']), traffic })),
    allocator: allocator ? allocatorInput(allocator) : null,
  };
}

const allocatorInput = ({ min_units: minUnits, ...rest }: AllocatorEntry) => ({ ...rest, minUnits });

/** In UTC. */
function timeOf(text: string, path: Path, gathered: Gathered): string | null {
  const time = Date.parse(text);
  if (!Number.isNaN(time)) return new Date(time).toISOString();
  gathered.fault(path, `found "${text}"; expected a time such as 2026-12-01T09:00:00Z`);
  return null;
}
