import type { Json } from '../message';
import type { Strategy } from '../strategy';
import type { EffectLedger, Refuse } from './ledger';

/**
 * `call.once`: what is recorded as done is answered from the ledger. What was begun and never finished may have happened:
 * it is performed again only by a strategy whose effects may be repeated.
 *
 * @param refuse makes the error of an effect that is not repeated
 */
export function onceWith(
  ledger: EffectLedger,
  { name, effects }: Pick<Strategy, 'name' | 'effects'>,
  prefix: string,
  refuse: Refuse,
) {
  const underWay = new Map<string, Promise<Json>>();

  async function perform(key: string, effect: () => Promise<Json>): Promise<Json> {
    const mayRepeat = effects !== 'external';
    const entry = await ledger.begin(key, mayRepeat);
    if (entry.state === 'DONE') return entry.answer;
    if (entry.state === 'STARTED' && !mayRepeat)
      throw refuse(name, `its effect ${key} was begun before and may have happened, so it is not repeated`);
    try {
      const answer = await effect();
      await ledger.done(key, answer);
      return answer;
    } catch (error) {
      ledger.failed?.(key);
      throw error;
    }
  }

  return <Answer extends Json>(key: string, effect: () => Promise<Answer>): Promise<Answer> => {
    const whole = `${prefix}${key}`;
    const known = underWay.get(whole);
    if (known) return known as Promise<Answer>;
    const answer = perform(whole, effect);
    underWay.set(whole, answer);
    answer.catch(() => {
      if (effects !== 'external') underWay.delete(whole); // it may be tried again
    });
    return answer as Promise<Answer>;
  };
}
