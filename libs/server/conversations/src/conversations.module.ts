import { Module } from '@nestjs/common';
import { ConversationsController } from './conversations.controller';
import { ReadConversation } from './read-conversation';

/** Conversations over HTTP (role `api`). Needs Database and AuditLog from the app. */
@Module({
  controllers: [ConversationsController],
  providers: [ReadConversation],
})
export class ConversationsModule {}
