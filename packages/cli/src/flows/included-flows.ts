import { type FlowDefinition, type FlowIncludes, flowReferences, isFlowShaped } from '@trialogue/flow-engine';
import { flowList, readFileList } from '../apply/lists';

/** A flow that can be included; the list of those that it includes is filled in once all are known. */
interface Included {
  readonly version: string;
  readonly definition: FlowDefinition;
  readonly flows: { [written: string]: Included };
}

/**
 * The flows that a flow names, from the files of the project's list of flows, as publishing would pin them: `name@number`,
 * or the newest active version of `name`. Those that are not there are left out: the verifier says so. A flow
 * that comes back to itself is included in itself, and refused by the verifier too.
 */
export function includedFlows(root: string, flow: unknown): FlowIncludes {
  const listed = listedFlows(root);
  const read = new Map<string, Included | undefined>();

  function include(written: string): Included | undefined {
    const found = listed.find(({ names }) => names.includes(written));
    if (found === undefined) return undefined;
    const { version, definition } = found;
    if (!read.has(version)) {
      const included = isFlowShaped(definition) ? { version, definition, flows: {} } : undefined;
      read.set(version, included);
      if (included) Object.assign(included.flows, namedIn(included.definition));
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

  return isFlowShaped(flow) ? namedIn(flow) : {};
}

interface ListedFlow {
  readonly version: string;
  /** As what it can be named. */
  readonly names: readonly string[];
  readonly definition: unknown;
}

/** The versions of the project's list of flows. */
function listedFlows(root: string): ListedFlow[] {
  const { inputs } = readFileList(flowList, { root, environment: () => undefined });
  return (inputs as readonly FlowInput[]).flatMap(({ key, versions }) => {
    const newest = Math.max(...versions.filter(({ status }) => status === 'ACTIVE').map(({ number }) => number));
    return versions.map(({ number, definition }) => ({
      version: `${key}@${number}`,
      names: number === newest ? [`${key}@${number}`, key] : [`${key}@${number}`],
      definition,
    }));
  });
}

interface FlowInput {
  readonly key: string;
  readonly versions: readonly { readonly number: number; readonly status: string; readonly definition: unknown }[];
}
