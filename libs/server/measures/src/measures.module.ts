import { Module } from '@nestjs/common';
import { MeasuresController } from './measures.controller';
import { ReadMeasures } from './read-measures';

/** Measures over HTTP (role `api`). Needs Database and Clock from the app. */
@Module({ controllers: [MeasuresController], providers: [ReadMeasures], exports: [ReadMeasures] })
export class MeasuresModule {}
