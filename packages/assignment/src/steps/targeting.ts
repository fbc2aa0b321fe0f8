import { compileExpression } from '../expression/compile-expression';
import type { Assignable } from '../snapshot';
import type { Step } from './step';

/** A condition that cannot be answered, such as for want of an attribute, does not hold; the trace says which. */
export function targeting({ targeting }: Assignable): Step | undefined {
  if (!targeting) return undefined;
  const holds = compileExpression(targeting.expression);
  return ({ attributes = {} }, trace) => {
    const answer = holds(attributes);
    if (answer === true) {
      trace.push({ step: 'targeting', outcome: 'fits' });
      return undefined;
    }
    trace.push({ step: 'targeting', outcome: `does not fit${answer ? `: ${answer.reason}` : ''}` });
    return 'NOT_TARGETED';
  };
}
