import { Global, Module, type DynamicModule } from '@nestjs/common';
import { createDataSource, PersonStore, SessionStore } from '@earshot/data-access';
import { Database } from '@earshot/platform/database';
import { SessionReader } from '@earshot/platform/http';
import { FirstAdministrator } from './first-administrator';
import { LogIn } from './log-in';
import { OwnAccount } from './own-account';
import { FirstAdministratorController, SessionController } from './session.controller';
import { SessionLedger } from './session-ledger';
import { SessionCookie } from './session-token';
import { PeopleSource } from './people-source';
import { StoredSessionReader } from './stored-session-reader';

/**
 * Local accounts and sessions (role `api`). Gives SessionReader to all. Needs Database, Clock and AuditLog from
 * the app. `isSecure`: people reach it by https. `hasRoutes`: whether this process answers people itself.
 */
@Global()
@Module({})
export class AccessModule {
  static with({ isSecure, hasRoutes }: { isSecure: boolean; hasRoutes: boolean }): DynamicModule {
    return {
      module: AccessModule,
      controllers: hasRoutes ? [SessionController, FirstAdministratorController] : [],
      providers: [
        { provide: SessionCookie, useValue: new SessionCookie(isSecure) },
        {
          provide: PeopleSource,
          useFactory: async (database: Database) =>
            new PeopleSource(await createDataSource(database.url).initialize()),
          inject: [Database],
        },
        {
          provide: PersonStore,
          useFactory: ({ source }: PeopleSource) => new PersonStore(source),
          inject: [PeopleSource],
        },
        {
          provide: SessionStore,
          useFactory: (database: Database) => new SessionStore(database),
          inject: [Database],
        },
        { provide: SessionReader, useClass: StoredSessionReader },
        LogIn,
        SessionLedger,
        OwnAccount,
        FirstAdministrator,
      ],
      exports: [SessionReader, FirstAdministrator],
    };
  }
}
