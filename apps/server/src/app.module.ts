import { Global, Module, type DynamicModule, type ModuleMetadata, type Provider } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { AuditLog, IntakeKeys, PlanBook, RuleBook } from '@earshot/data-access';
import { Clock } from '@earshot/platform/clock';
import { type Config } from '@earshot/platform/config';
import { DataKeys } from '@earshot/platform/crypto';
import { Database } from '@earshot/platform/database';
import { HealthController, HealthRegistry } from '@earshot/platform/health';
import { AccessGuard, ProblemFilter } from '@earshot/platform/http';
import { JobQueue } from '@earshot/platform/jobs';
import { LiveBus } from '@earshot/platform/live-bus';
import { AccessModule } from '@earshot/server/access';
import { ConversationsModule } from '@earshot/server/conversations';
import { DetectionModule, RulesInForce } from '@earshot/server/detection';
import { IntakeModule, IntakeSettings, TopicWatch } from '@earshot/server/intake';
import { LiveModule } from '@earshot/server/live';
import { MeasuresModule, ReadMeasures } from '@earshot/server/measures';
import { ReviewModule } from '@earshot/server/review';
import { noticeChannelOf, noticeTargetOf, SafetyModule, SafetyWorkerModule } from '@earshot/server/safety';
import { PlanKeyRoot, SelectionsModule } from '@earshot/server/selections';
import { SystemModule } from '@earshot/server/system';
import { type Books, type Parts } from './boot/parts';

/** The whole of a process: what it is given, and the features of its roles. */
@Module({})
export class AppModule {
  static of(parts: Parts, books: Books): DynamicModule {
    const { config } = parts;
    return {
      module: AppModule,
      imports: [PartsModule.of(parts, books), ...featuresOf(config)],
      controllers: [HealthController],
      providers: [
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_FILTER, useValue: new ProblemFilter(parts.logger.child({ context: 'http' })) },
      ],
    };
  }
}

/** Which features a process of these roles has. */
function featuresOf(config: Config): NonNullable<ModuleMetadata['imports']> {
  const { roles, http, alerts } = config;
  const isApi = roles.includes('api');
  const isSecure = http.publicOrigin?.startsWith('https:') ?? false;
  return [
    AccessModule.with({ isSecure, hasRoutes: isApi }),
    IntakeModule.forRoles(roles),
    ...(isApi
      ? [
          SystemModule,
          ConversationsModule,
          DetectionModule,
          SafetyModule,
          ReviewModule,
          SelectionsModule,
          MeasuresModule,
          LiveModule.with({
            imports: [MeasuresModule],
            measures: ReadMeasures,
            publicOrigin: http.publicOrigin,
            noticeTarget: noticeTargetOf(alerts),
          }),
        ]
      : []),
    ...(roles.includes('worker') ? [SafetyWorkerModule.to(noticeChannelOf(alerts))] : []),
  ];
}

/** Gives every feature what the process has made before Nest. */
@Global()
@Module({})
class PartsModule {
  static of(parts: Parts, { rules, plans }: Books): DynamicModule {
    const { config } = parts;
    const settings: IntakeSettings = { retentionMs: config.retentionMs, idleMs: config.intake.idleCloseMs };
    const root: PlanKeyRoot = { bytes: () => config.keys.plan.reveal() };
    const values: Provider[] = [
      { provide: Clock, useValue: parts.clock },
      { provide: Database, useValue: parts.database },
      { provide: DataKeys, useValue: parts.keys },
      { provide: AuditLog, useValue: parts.audit },
      { provide: IntakeKeys, useValue: parts.intakeKeys },
      { provide: LiveBus, useValue: parts.bus },
      { provide: JobQueue, useValue: parts.jobs },
      { provide: TopicWatch, useValue: parts.topic },
      { provide: HealthRegistry, useValue: parts.health },
      { provide: RuleBook, useValue: rules },
      { provide: RulesInForce, useValue: rules },
      { provide: PlanBook, useValue: plans },
      { provide: PlanKeyRoot, useValue: root },
      { provide: IntakeSettings, useValue: settings },
    ];
    return {
      module: PartsModule,
      providers: values,
      exports: values.map((provider) => (typeof provider === 'function' ? provider : provider.provide)),
    };
  }
}
