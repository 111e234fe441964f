import { Module, type DynamicModule, type ModuleMetadata, type Type } from '@nestjs/common';
import { LiveController } from './live.controller';
import { LiveGateway, LiveOrigin } from './live.gateway';
import { LiveReads, MeasureSource, NoticeTarget } from './tiles-feed';

/** The live namespace, and its safety lane over HTTP (role `api`). Needs Database, Clock, LiveBus and SessionReader from the app. */
@Module({})
export class LiveModule {
  /** `measures`: the class that computes measures, provided by one of `imports`. */
  static with(given: {
    imports: NonNullable<ModuleMetadata['imports']>;
    measures: Type<MeasureSource>;
    publicOrigin: string | null;
    noticeTarget: NoticeTarget['kind'];
  }): DynamicModule {
    return {
      module: LiveModule,
      imports: given.imports,
      controllers: [LiveController],
      providers: [
        { provide: MeasureSource, useExisting: given.measures },
        { provide: LiveOrigin, useValue: { publicOrigin: given.publicOrigin } },
        { provide: NoticeTarget, useValue: { kind: given.noticeTarget } },
        LiveReads,
        LiveGateway,
      ],
    };
  }
}
