import type { AssignmentStep } from '../assignment';
import { compileExpression } from '../expression/compile-expression';
import type { Assignable } from '../snapshot';
import { type Step, without } from './step';

/** A condition that cannot be answered, such as for want of an attribute, does not hold; the trace says which. */
export function targeting(snapshot: Assignable): Step | undefined {
  if (snapshot.targeting === undefined) return undefined;
  const holds = compileExpression(snapshot.targeting.expression);
  const fits: AssignmentStep = { step: 'targeting', outcome: 'fits the targeting' };
  const unfit: AssignmentStep = { step: 'targeting', outcome: 'does not fit the targeting' };
  return ({ attributes }, trace) => {
    const answer = holds(attributes ?? {});
    if (answer === true) {
      trace.push(fits);
      return undefined;
    }
    trace.push(
      answer === false ? unfit : { step: 'targeting', outcome: `does not fit the targeting: ${answer.reason}` },
    );
    return without(snapshot, 'NOT_TARGETED', trace);
  };
}
