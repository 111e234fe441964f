import { Injectable } from '@angular/core';
import { type ConversationRow } from '@earshot/contracts';
import { type Query } from './http/api';
import { PagedStore, type RowPage } from './paged-store';

/** A list of conversations behind a filter or a figure. Provide it where the list is shown. */
@Injectable()
export class ConversationsStore extends PagedStore<ConversationRow> {
  protected override readPage(query: Query, signal: AbortSignal): Promise<RowPage<ConversationRow>> {
    return this.api.get('/conversations', { query, answer: (c) => c.conversationsPage, signal });
  }
}
