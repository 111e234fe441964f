import { Module } from '@nestjs/common';
import { DetectionController } from './detection.controller';

/** Scan and mask over HTTP (role `api`). Needs RulesInForce and Clock from the app. */
@Module({ controllers: [DetectionController] })
export class DetectionModule {}
