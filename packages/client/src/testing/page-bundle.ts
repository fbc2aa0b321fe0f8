import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';

export interface PageBundle {
  readonly text: string;
  readonly files: readonly string[];
  readonly imports: readonly string[];
}

/** What a page’s bundler makes of a script; as `window.app`. */
export async function bundleForPage(script: string, minify = false): Promise<PageBundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: script, resolveDir: join(__dirname, '..'), loader: 'ts' },
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'app',
    conditions: ['trialogue-source'],
    target: 'es2022',
    write: false,
    metafile: true,
    minify,
  });
  return { text: outputFiles[0]!.text, files: Object.keys(metafile.inputs), imports: importsOf(metafile) };
}

const importsOf = ({ inputs }: Metafile): string[] =>
  Object.values(inputs).flatMap(({ imports }) => imports.map(({ path }) => path));
