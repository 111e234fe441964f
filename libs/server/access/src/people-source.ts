import { type OnApplicationShutdown } from '@nestjs/common';
import { type createDataSource } from '@earshot/data-access';

/** The entities' connections, closed when everything that answers has ended. */
export class PeopleSource implements OnApplicationShutdown {
  constructor(readonly source: ReturnType<typeof createDataSource>) {}

  async onApplicationShutdown(): Promise<void> {
    await this.source.destroy();
  }
}
