import { Injectable } from '@angular/core';
import { type Flag } from '@earshot/contracts';
import { type Query } from './http/api';
import { PagedStore, type RowPage } from './paged-store';

/** A list of flags behind a figure. Provide it where the list is shown. */
@Injectable()
export class FlagsStore extends PagedStore<Flag> {
  protected override readPage(query: Query, signal: AbortSignal): Promise<RowPage<Flag>> {
    return this.api.get('/flags', { query, answer: (c) => c.flagsPage, signal });
  }
}
