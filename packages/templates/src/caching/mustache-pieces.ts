import type { Includes } from '@trialogue/variant-config';
import type { Tag } from '../mustache/parse';
import { parsedMustache } from '../mustache/parsed';
import type { Place } from '../template-error';
import type { Pieces } from './pieces';

/** A section differs with its variable, and all in it. Throws a `TemplateError` when a template does not parse. */
export function piecesOfMustache(template: string, includes: Includes, pieces: Pieces): void {
  const { tags, placeAt } = parsedMustache(template);
  read(tags, includes, (at) => placeAt(at));

  function read(tags: readonly Tag[], includes: Includes, placeAt: (at: number) => Place, through?: string): void {
    for (const tag of tags) {
      if (!pieces.look()) return;
      if (tag.type === 'text') pieces.text(tag.text);
      else if (tag.type !== 'partial') pieces.use(tag.path.slice(0, 1), placeAt(tag.at), through);
      else if (Object.hasOwn(includes, tag.name)) {
        const included = includes[tag.name]!;
        const place = placeAt(tag.at);
        if (!pieces.look(included.template.length)) return;
        read(parsedMustache(included.template).tags, included.includes ?? {}, () => place, through ?? tag.name);
      }
    }
  }
}
