import { Scoped } from '@trialogue/subgraph';
import { Arg, Mutation, Resolver } from 'type-graphql';
import { ExposureInput } from './exposure.input';
import type { ExposureService } from './exposure.service';
import { RecordedExposures } from './recorded-exposures';

@Resolver()
export class ExposureResolver {
  constructor(private readonly service: ExposureService) {}

  @Scoped('assign')
  @Mutation(() => RecordedExposures, {
    description:
      'Exposures of assignments that were made locally, up to 1,000; the same one twice counts once. Arm, bucket and propensity come from the release, and what it could not have given is rejected.',
  })
  recordExposures(@Arg('exposures', () => [ExposureInput]) exposures: ExposureInput[]): Promise<RecordedExposures> {
    return this.service.record(exposures);
  }
}
