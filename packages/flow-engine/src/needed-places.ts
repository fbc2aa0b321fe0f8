import type { ASTNode } from '@marcbachmann/cel-js';

/** Places, `slots.age` and `outcome`, without which an expression is not true, not false, or gives no value. */
interface Needed {
  readonly true: ReadonlySet<string>;
  readonly false: ReadonlySet<string>;
  readonly value: ReadonlySet<string>;
}

/**
 * What has to be there for an expression to come out. Without it the expression fails, or is another; to see that first
 * costs a hundredth of letting it fail. It may need more than this says.
 */
export function neededBy(node: ASTNode): Needed {
  switch (node.op) {
    case '&&':
    case '||': {
      const [a, b] = node.args.map(neededBy) as [Needed, Needed];
      return node.op === '&&'
        ? ofTruth(either(a.true, b.true), both(a.false, b.false))
        : ofTruth(both(a.true, b.true), either(a.false, b.false));
    }
    case '!_': {
      const negated = neededBy(node.args);
      return ofTruth(negated.false, negated.true);
    }
    case '?:': {
      const [condition, then, otherwise] = node.args.map(neededBy) as [Needed, Needed, Needed];
      const out = (outcome: keyof Needed) =>
        both(either(condition.true, then[outcome]), either(condition.false, otherwise[outcome]));
      return { true: out('true'), false: out('false'), value: out('value') };
    }
    case 'call':
      return node.args[0] === 'has' ? neededToHave(node.args[1][0]!) : always(node.args[1]);
    case 'rcall':
      return always(macros.has(node.args[0]) ? [node.args[1]] : [node.args[1], ...node.args[2]]);
    case '.': {
      const [around, name] = node.args;
      if (around.op !== 'id' || !roots.has(around.args)) return neededBy(around);
      return same(either(neededBy(around).value, new Set([`${around.args}.${name}`])));
    }
    case 'id':
      return same(came.has(node.args) ? new Set([node.args]) : none);
    case 'value':
    case '.?':
    case '[?]':
      return same(none);
    default:
      return always([node.args].flat(3) as ASTNode[]);
  }
}

/** Run another expression for each item of a list. */
export const macros: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one']);
/** There only where something came. */
const came: ReadonlySet<string> = new Set(['result', 'outcome']);
const roots: ReadonlySet<string> = new Set(['slots', 'variables', 'attributes', 'result']);
const none: ReadonlySet<string> = new Set();

/** Where a member is missing, `has` is false; where what it is a member of is, it fails. */
const neededToHave = (member: ASTNode): Needed =>
  ofTruth(neededBy(member).value, member.op === '.' ? neededBy(member.args[0]).value : none);

const both = (a: ReadonlySet<string>, b: ReadonlySet<string>) => new Set([...a].filter((place) => b.has(place)));
const either = (a: ReadonlySet<string>, b: ReadonlySet<string>) => new Set([...a, ...b]);
const same = (places: ReadonlySet<string>): Needed => ({ true: places, false: places, value: places });
const ofTruth = (yes: ReadonlySet<string>, no: ReadonlySet<string>): Needed => ({
  true: yes,
  false: no,
  value: both(yes, no),
});
/** Of what fails where one of its parts does. */
const always = (parts: readonly ASTNode[]): Needed => same(new Set(parts.flatMap((part) => [...neededBy(part).value])));
