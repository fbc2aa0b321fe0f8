import fc from 'fast-check';
import { hasPhrase, piecesOf, wordsOf } from './words';

test.each([
  // text, phrase, is it there
  ['I would like a MENU, please', 'menu', true],
  ['Which menus are there?', 'menu', true],
  ['A menu', 'menus', true],
  ['Yehudi Menuhin', 'menu', false],
  ['dishes and berries', 'dish', true],
  ['dishes and berries', 'berry', true],
  ['Some cases', 'case', true],
  ['a glass', 'glas', false],
  ['gluten-free bread', 'gluten free', true],
  ['free of gluten', 'gluten free', false],
  ['I can’t cook', "can't", true],
  ['Für Straßenköche', 'strassenköche', false],
  ['CAFÉ', 'cafe\u0301', true],
  ['食事の計画をお願いします', '食事', true],
  ['что на УЖИН?', 'ужин', true],
  ['anything', '', false],
  ['', 'menu', false],
])('%j has %j: %s', (text, phrase, expected) => {
  expect(hasPhrase(wordsOf(text), wordsOf(phrase))).toBe(expected);
});

test.each([
  ['Two words.', ['Two ', 'words.']],
  ['- **Mix** it!\n- Bake', ['- **Mix** ', 'it!\n- ', 'Bake']],
  ['…', ['…']],
  ['', []],
])('%j is cut into %j', (text, pieces) => expect(piecesOf(text)).toEqual(pieces));

test('whatever the text, its pieces joined are the text and none is empty', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const pieces = piecesOf(text);
      expect(pieces.join('')).toBe(text);
      expect(pieces).not.toContain('');
    }),
  );
});
