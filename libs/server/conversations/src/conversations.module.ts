import { Module } from '@nestjs/common';
import { ConversationRepository } from '@earshot/data-access';
import { Database } from '@earshot/platform/database';
import { ConversationsController } from './conversations.controller';
import { ReadConversation } from './read-conversation';

/** Conversations over HTTP (role `api`). Needs Database and AuditLog from the app. */
@Module({
  controllers: [ConversationsController],
  providers: [
    {
      provide: ConversationRepository,
      useFactory: (database: Database) => new ConversationRepository(database),
      inject: [Database],
    },
    ReadConversation,
  ],
})
export class ConversationsModule {}
