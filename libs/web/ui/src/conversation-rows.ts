import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { type ConversationRow } from '@earshot/contracts';
import { Format, Words } from '@earshot/web/i18n';
import { type OwnFigure } from './own-figure';
import { SeverityMark } from './severity-mark';

/** Conversations as short lines, each a link to its page: for side panels. */
@Component({
  selector: 'es-conversation-rows',
  imports: [RouterLink, SeverityMark],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <ul>
      @for (row of shown(); track row.key) {
        <li>
          <a [routerLink]="['/conversations', row.id]" [queryParams]="{ brandId: row.brandId }">
            <span class="line">
              <time [title]="format.exact(row.openedAt)">{{ format.moment(row.openedAt, now()) }}</time>
              <span class="id" [title]="row.id"
                ><bdi>{{ row.id }}</bdi></span
              >
              @if (row.own; as own) {
                <strong class="own num" [class.bad]="own.isBad">{{ own.text }}</strong>
              }
            </span>
            <span class="line small quiet">
              <span>{{ row.about }}</span>
              @if (row.worstSeverity; as severity) {
                <es-severity [severity]="severity" />
              }
            </span>
          </a>
        </li>
      }
    </ul>
  `,
  styles: `
    a {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 0.1rem;
      padding: 0.45rem 0.75rem;
      border-bottom: 1px solid var(--line);
      color: var(--text);
    }
    a:hover {
      background: var(--hover);
      text-decoration: none;
    }
    .line {
      display: flex;
      gap: 0.75rem;
      justify-content: space-between;
    }
    .own {
      flex: 0 1 auto;
      white-space: normal;
      min-width: 4.5rem;
    }
    es-severity {
      flex: none;
    }
    .bad {
      color: var(--warning);
    }
    /* Cut at its beginning, where ids are alike; the direction moves the ellipsis, 'bdi' keeps the id as it reads. */
    .id {
      direction: rtl;
      flex: 1;
      min-width: 6.5rem;
      overflow: hidden;
      color: var(--accent);
      text-align: left;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    time {
      white-space: nowrap;
    }
  `,
})
export class ConversationRows {
  readonly rows = input.required<readonly ConversationRow[]>();
  /** Server's time, ms since 1970. */
  readonly now = input.required<number>();
  /** Names of vendors by id. */
  readonly vendorName = input.required<(vendorId: string) => string>();
  /** What each conversation gives to the figure that the list stands behind; left out where there is none. */
  readonly figureOf = input<((row: ConversationRow) => OwnFigure) | null>(null);
  protected readonly format = inject(Format);
  private readonly words = inject(Words);

  protected readonly shown = computed(() =>
    this.rows().map((row) => ({
      ...row,
      key: `${row.brandId} ${row.id}`,
      own: this.figureOf()?.(row) ?? null,
      // The channel first: how long an answer may take depends on it.
      about: [
        row.channel === null ? null : this.words.t(`channel.${row.channel}`),
        row.vendorId === null ? this.words.t('vendorNone') : this.vendorName()(row.vendorId),
        row.scenario === null ? null : this.words.of(`scenario.${row.scenario}`, row.scenario),
        this.words.t(`conversationState.${row.state}`),
        row.waitingSince === null
          ? null
          : this.words.t('conversation.waiting', {
              time: this.format.duration(
                Math.floor((this.now() - Date.parse(row.waitingSince)) / 1000) * 1000,
              ),
            }),
      ]
        .filter((part) => part !== null)
        .join(' · '),
    })),
  );
}
