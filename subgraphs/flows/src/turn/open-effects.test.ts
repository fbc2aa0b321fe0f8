import { OpenEffects } from './open-effects';

describe('of a turn’s effects', () => {
  test.each([
    ['that was told to have failed', true],
    ['of which nobody said that it had failed', false],
  ])('one %s and is tried again is over once it is done', (_, told) => {
    const open = new OpenEffects();
    open.begun('outer');
    open.begun('x');
    if (told) {
      open.ended('x');
      expect(open.innermost).toBe('outer');
    }
    open.begun('x');
    expect(open.innermost).toBe('x');
    open.ended('x');
    expect(open.innermost).toBe('outer');
    open.ended('outer');
    expect(open.innermost).toBeUndefined();
  });
});
