import { type FlowDefinition, type FlowIncludes, flowReferences } from '@trialogue/flow-engine';
import { fileOf } from '../apply/entries';
import { readYaml } from '../apply/yaml-file';

/** A flow that can be included; the list of those that it includes is filled in once all are known. */
interface Included {
  readonly version: string;
  readonly definition: FlowDefinition;
  readonly flows: { [written: string]: Included };
}

/**
 * The flows that a flow names, from the files of the project's list of flows, as publishing would pin them: `name@number`,
 * or the newest active version of `name`. Those that are not there, or no YAML, are left out: the verifier says so. A flow
 * that comes back to itself is included in itself, and refused by the verifier too.
 */
export function includedFlows(root: string, flow: unknown): FlowIncludes {
  const listed = listedFlows(root);
  const read = new Map<string, Included | undefined>();

  function include(written: string): Included | undefined {
    const found = listed.find(({ names }) => names.includes(written));
    if (found === undefined) return undefined;
    const { version, file } = found;
    if (!read.has(version)) {
      const definition = readYaml(root, file).content as FlowDefinition;
      const included = isFlow(definition) ? { version, definition, flows: {} } : undefined;
      read.set(version, included);
      if (included) Object.assign(included.flows, namedIn(definition));
    }
    return read.get(version);
  }

  const namedIn = (definition: FlowDefinition) =>
    Object.fromEntries(
      flowReferences(definition).flows.flatMap((written) => {
        const included = include(written);
        return included === undefined ? [] : [[written, included] as const];
      }),
    );

  return isFlow(flow) ? namedIn(flow) : {};
}

/** Enough of a flow to look for what it names. */
function isFlow(content: unknown): content is FlowDefinition {
  if (typeof content !== 'object' || content === null || !('states' in content)) return false;
  const { states } = content;
  if (typeof states !== 'object' || states === null) return false;
  return Object.values(states).every((state) => typeof state === 'object' && state !== null);
}

interface ListedFlow {
  readonly version: string;
  /** As what it can be named. */
  readonly names: readonly string[];
  readonly file: string;
}

/** The versions of the project's list of flows. */
function listedFlows(root: string): ListedFlow[] {
  const list = fileOf(root, 'flows');
  const { flows } = ((list && readYaml(root, list).content) ?? {}) as { readonly flows?: unknown };
  return (Array.isArray(flows) ? (flows as readonly FlowEntry[]) : []).flatMap((entry) => {
    const { name = '', versions } = entry ?? {};
    if (!Array.isArray(versions)) return [];
    const active = (versions as readonly ListedVersion[]).filter(({ status = 'active' }) => status === 'active');
    const newest = Math.max(...active.map(({ version }) => version));
    return versions.map(({ version, file }: ListedVersion) => ({
      version: `${name}@${version}`,
      names: version === newest ? [`${name}@${version}`, name] : [`${name}@${version}`],
      file,
    }));
  });
}

interface ListedVersion {
  readonly version: number;
  readonly file: string;
  readonly status?: string;
}

type FlowEntry = { readonly name: string; readonly versions?: unknown } | null;
