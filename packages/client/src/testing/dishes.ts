import { SmallProduct } from './small-product';
import { closeAll } from './started';

export const who = [{ name: 'who', required: true }];

/** A product with the prompt `dish` in two versions, and the experiment `dishes` of them; a new one for each test of the file. */
export function dishesServed(): { readonly product: SmallProduct } {
  const served = {} as { product: SmallProduct };
  beforeEach(async () => {
    const product = await SmallProduct.start();
    product.registry.publish('dish@1', { template: 'Cook for {{ who }}.', variables: who });
    product.registry.publish('dish@2', { template: 'Serve {{ who }} soup.', variables: who });
    product.registry.label('dish', 'production', 1);
    product.publish(product.registry.experiment('dishes', ['dish@1', 'dish@2']));
    served.product = product;
  });
  afterEach(async () => {
    await closeAll();
    await served.product.stop();
  });
  return served;
}

export const dishes = (unit: string, variables: object = { who: unit }) =>
  ({ experiment: 'dishes', unit, variables }) as { experiment: string; unit: string };
export const named = (name: string) => ({ name, unit: 'anna', variables: { who: 'anna' } });
/** Of the error that it rejects with. */
export const code = (resolving: Promise<unknown>): Promise<string> =>
  resolving.then(
    () => 'none',
    (error) => error.code,
  );
