import * as fc from 'fast-check';
import { ToolCallAssembly } from './tool-call-assembly';

const given = fc.dictionary(fc.string(), fc.jsonValue());

test('however the arguments of calls are cut, and whichever come first, they are put together', () => {
  fc.assert(
    fc.property(fc.array(given, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 9 }), (wanted, size) => {
      const assembly = new ToolCallAssembly();
      const open = wanted.map((_, place) => assembly.open('tool', `${place}`));
      const texts = wanted.map((value) => JSON.stringify(value));
      const longest = Math.max(...texts.map(({ length }) => length));
      for (let from = 0; from < longest; from += size)
        for (const [place, call] of open.entries()) assembly.append(call, texts[place]!.slice(from, from + size));
      const calls = assembly.finish(false);
      expect(calls.map(({ id }) => id)).toEqual(wanted.map((_, place) => `${place}`));
      expect(calls.map(({ arguments: put }) => put)).toEqual(texts.map((text) => JSON.parse(text)));
    }),
  );
});

test('a call that is cut anywhere is either left out or whole', () => {
  fc.assert(
    fc.property(given, fc.nat(), (value, at) => {
      const text = JSON.stringify(value);
      const assembly = new ToolCallAssembly();
      assembly.append(assembly.open('tool', 'a'), text.slice(0, at % (text.length + 1)));
      for (const call of assembly.finish(true)) expect(call.arguments).toEqual(JSON.parse(text));
    }),
  );
});

test('ids that are missing or said twice are replaced', () => {
  const assembly = new ToolCallAssembly();
  for (const id of ['a', 'a', undefined]) assembly.open('tool', id);
  const ids = assembly.finish(false).map(({ id }) => id);
  expect(ids[0]).toBe('a');
  expect(new Set(ids).size).toBe(3);
});
