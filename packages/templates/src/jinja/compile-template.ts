import { checkSize, limits } from '../limits';
import { compileCallWith, compileExpression, compileFilter, type Evaluate } from './compile-expression';
import { isTrue, itemsOf } from './items';
import { Loop } from './loop';
import { type CompiledMacro, captured, Macro } from './macro';
import type { Expression, MacroBody, Statement, Target } from './nodes';
import { Callable, Frame, type Run } from './run';
import { textOf } from './show';
import { Failure, missing, Namespace, orElse, Thing, Undefined, type Value } from './value';

export type Execute = (frame: Frame) => void;

/** A template as a function that writes its text to the run of a frame. */
export function compileTemplate(body: readonly Statement[]): Execute {
  return new Compiler().template(body);
}

const special = new Set(['varargs', 'kwargs', 'caller']);

class Compiler {
  /** What the macro that is being compiled reads of the special names. */
  private reads = new Set<string>();
  private readonly blocks = new Map<string, Execute>();

  template(body: readonly Statement[]): Execute {
    const execute = this.body(body);
    const { blocks } = this;
    return (frame) => {
      if (blocks.size > 0) frame.set('self', new Blocks(blocks, frame));
      execute(frame);
    };
  }

  private expression = (node: Expression): Evaluate =>
    compileExpression(node, (name) => {
      if (special.has(name)) this.reads.add(name);
    });

  private body(statements: readonly Statement[]): Execute {
    const parts = statements.map((statement) => this.statement(statement));
    if (parts.length === 1) return parts[0]!;
    return (frame) => {
      for (const execute of parts) execute(frame);
    };
  }

  private statement(node: Statement): Execute {
    switch (node.type) {
      case 'text':
        return ({ run }) => write(run, node.text);
      case 'output': {
        const value = this.expression(node.value);
        return (frame) => {
          const { run } = frame;
          const shown = value(frame);
          if (typeof shown === 'string') return write(run, shown);
          run.at = node.at;
          write(run, textOf(shown, run.budget));
        };
      }
      case 'if':
        return this.condition(node);
      case 'for':
        return this.loop(node);
      case 'set': {
        const value = this.expression(node.value);
        const assign = assignment(node.target);
        return (frame) => assign(frame, value(frame));
      }
      case 'capture': {
        const block = this.captureOf(node.body);
        const value = node.filter ? compileFilter(node.filter, this.expression, block) : block;
        const assign = assignment(node.target);
        return (frame) => assign(frame, value(frame));
      }
      case 'with': {
        const bindings = node.bindings.map(([target, value]) => [assignment(target), this.expression(value)] as const);
        const body = this.body(node.body);
        return (frame) => {
          const values = bindings.map(([, value]) => value(frame));
          const inner = new Frame(frame.run, frame);
          for (const [index, [assign]] of bindings.entries()) assign(inner, values[index]!);
          body(inner);
        };
      }
      case 'macro': {
        const compiled = this.macro(node);
        return (frame) => frame.set(node.name!, new Macro(compiled, frame));
      }
      case 'callBlock': {
        const caller = this.macro(node.caller);
        const call = compileCallWith(node.call, 'caller', (name) => {
          if (special.has(name)) this.reads.add(name);
        });
        return (frame) => write(frame.run, textOf(call(frame, new Macro(caller, frame)), frame.run.budget));
      }
      case 'filterBlock': {
        const value = compileFilter(node.filter, this.expression, this.captureOf(node.body));
        return (frame) => write(frame.run, textOf(value(frame), frame.run.budget));
      }
      case 'block': {
        const body = this.body(node.body);
        this.blocks.set(node.name, body);
        return (frame) => body(new Frame(frame.run, node.isScoped ? frame : frame.outermost));
      }
      case 'include':
        return (frame) => frame.run.include(node, frame);
    }
  }

  private condition({ branches, otherwise }: Statement & { type: 'if' }): Execute {
    const tests = branches.map(({ test, body }) => ({ test: this.expression(test), body: this.body(body) }));
    const last = this.body(otherwise);
    return (frame) => {
      for (const { test, body } of tests) if (isTrue(test(frame))) return body(frame);
      last(frame);
    };
  }

  private loop(node: Statement & { type: 'for' }): Execute {
    const over = this.expression(node.over);
    const test = node.test && this.expression(node.test);
    const assign = assignment(node.target);
    const body = this.body(node.body);
    const otherwise = this.body(node.otherwise);

    const go = (frame: Frame, value: Value, depth0: number) => {
      const { run } = frame;
      const { origin } = run;
      run.at = node.over.at;
      const all = itemsOf(value);
      run.budget.buildItems(all.length);
      const frameOf = (item: Value) => {
        const inner = new Frame(run, frame);
        assign(inner, item);
        return inner;
      };
      const items = test ? all.filter((item) => isTrue(test(frameOf(item)))) : [...all];
      if (items.length === 0) return otherwise(new Frame(run, frame));
      const again = node.isRecursive
        ? (more: Value, deeper: number) => captured(run, () => run.within(origin, () => go(frame, more, deeper)))
        : undefined;
      const loop = new Loop(items, depth0, again);
      for (const item of items) {
        run.budget.spend();
        loop.index0 += 1;
        const inner = frameOf(item);
        inner.set('loop', loop);
        body(inner);
      }
    };
    return (frame) => go(frame, over(frame), 0);
  }

  private macro({ name, parameters, body }: MacroBody): CompiledMacro {
    const outer = this.reads;
    this.reads = new Set();
    const compiled = {
      name,
      parameters: parameters.map(({ name: parameter, fallback }) => ({
        name: parameter,
        ...(fallback && { fallback: this.expression(fallback) }),
      })),
      body: this.body(body),
      reads: this.reads,
    };
    // As in Jinja2, what a macro within it reads may be given to the outer one, too.
    this.reads = new Set([...outer, ...compiled.reads]);
    return compiled;
  }

  private captureOf(statements: readonly Statement[]): Evaluate {
    const body = this.body(statements);
    return (frame) => captured(frame.run, () => body(new Frame(frame.run, frame)));
  }
}

function write(run: Run, text: string): void {
  run.budget.spend(text.length);
  run.out += text;
  if (run.out.length > limits.output) checkSize('output', run.out);
}

function assignment(target: Target): (frame: Frame, value: Value) => void {
  switch (target.type) {
    case 'name':
      return (frame, value) => frame.set(target.name, value);
    case 'member':
      return (frame, value) => {
        const { run } = frame;
        run.at = target.at;
        const object = orElse(frame.get(target.object), () => new Undefined(target.object, run.placeAt(target.at)));
        if (object instanceof Undefined) throw missing(object);
        if (!(object instanceof Namespace)) throw new Failure('cannot assign attribute on non-namespace object');
        run.budget.build(1);
        object.members.set(target.name, value);
      };
    case 'unpack': {
      const parts = target.targets.map(assignment);
      return (frame, value) => {
        frame.run.at = target.at;
        const items = itemsOf(value);
        if (items.length !== parts.length)
          throw new Failure(
            items.length > parts.length
              ? `too many values to unpack (expected ${parts.length})`
              : `not enough values to unpack (expected ${parts.length}, got ${items.length})`,
          );
        for (const [index, assign] of parts.entries()) assign(frame, items[index]!);
      };
    }
  }
}

/** What `self` is: the template's blocks, to be rendered once more. */
class Blocks extends Thing {
  readonly type = 'TemplateReference';

  constructor(
    private readonly blocks: ReadonlyMap<string, Execute>,
    private readonly frame: Frame,
  ) {
    super();
  }

  override attribute(name: string): Value | undefined {
    const execute = this.blocks.get(name);
    return execute && new Block(name, execute, this.frame);
  }

  repr(): string {
    return '<TemplateReference>';
  }
}

class Block extends Callable {
  readonly type = 'BlockReference';

  private readonly origin = this.frame.run.origin;

  constructor(
    readonly name: string,
    private readonly execute: Execute,
    private readonly frame: Frame,
  ) {
    super();
  }

  call(run: Run): Value {
    const execute = () => this.execute(new Frame(run, this.frame));
    return run.budget.deeper(() => captured(run, () => run.within(this.origin, execute)));
  }

  repr(): string {
    return `<BlockReference ${this.name}>`;
  }
}
