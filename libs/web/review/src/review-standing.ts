import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { type Places, ReviewStore } from '@earshot/web/data-access';
import { Words } from '@earshot/web/i18n';
import { Icon } from '@earshot/web/ui';

/** What happened to the item elsewhere: lost, finished, answered differently; and what the reviewer can do about it. */
@Component({
  selector: 'es-review-standing',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (store.standing() !== 'held') {
      <div class="banner warning" role="alert">
        <es-icon name="warning" />
        <span>{{ t(store.standing() === 'lost' ? 'review.lost' : 'review.finished') }}</span>
        <button type="button" class="button small" [disabled]="store.isClaiming()" (click)="store.claim()">
          {{ t('review.next') }}
        </button>
      </div>
    } @else if (clashes()) {
      <div class="banner warning" role="alert">
        <es-icon name="warning" />
        <span>{{ t('review.clash', { places: clashes() }) }}</span>
        <button type="button" class="button small" (click)="store.choose('mine')">
          {{ t('review.keepMine') }}
        </button>
        <button type="button" class="button small" (click)="store.choose('theirs')">
          {{ t('review.takeTheirs') }}
        </button>
      </div>
    } @else if (taken()) {
      <p class="banner hint" role="status">
        <es-icon name="info" /> {{ t('review.taken', { places: taken() }) }}
      </p>
    }
  `,
  styles: `
    .banner {
      margin: 0 0.75rem 0.5rem;
    }
    span {
      flex: 1;
    }
  `,
})
export class ReviewStanding {
  protected readonly store = inject(ReviewStore);
  private readonly words = inject(Words);
  protected readonly t = this.words.t;
  protected readonly clashes = computed(() => this.titles(this.store.clashes()));
  protected readonly taken = computed(() => this.titles(this.store.taken()));

  private titles(places: Places): string {
    const criteria = this.store.review()?.scorecard.criteria ?? [];
    return places
      .map((place) =>
        place === null
          ? this.t('review.overallNote')
          : (criteria.find(({ id }) => id === place)?.title[this.words.language()] ?? place),
      )
      .join(' · ');
  }
}
