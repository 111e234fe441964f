import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  linkedSignal,
  resource,
} from '@angular/core';
import { type Flag, type FlagActs } from '@earshot/contracts';
import { SafetyStore } from '@earshot/web/data-access';
import { Format, Words } from '@earshot/web/i18n';
import { type Failure, FailureNote, MessageText } from '@earshot/web/ui';

type Act = FlagActs['acts'][number];
interface OwnActs extends FlagActs {
  id: string;
}

/** What people did with a flag, oldest first, each with who, when and why; a close stays in sight after a reopening. */
@Component({
  selector: 'es-flag-history',
  imports: [FailureNote, MessageText],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (failure(); as failure) {
      <es-failure [failure]="failure" (retry)="read.reload()" />
    }
    @if (isUnread()) {
      <!-- Who acts now must not wait for the whole of it: the last of it is with the flag. -->
      @if (flag().reason; as reason) {
        <h3>{{ t('safety.reason') }}</h3>
        <es-message-text [text]="reason" />
      }
      @if (flag().reopened?.reason; as reason) {
        <h3>{{ t('safety.history.reopened') }}</h3>
        <es-message-text [text]="reason" />
      }
    }
    @if (rows().length > 0) {
      <h3>{{ t('safety.history.title') }}</h3>
      @if (earlierWords(); as words) {
        <p class="small quiet">{{ words }}</p>
      }
      <ol>
        @for (row of rows(); track $index) {
          <li>
            <span>{{ row.word }}</span>
            <time class="num quiet" [attr.datetime]="row.at" [title]="format.exact(row.at)">{{
              format.moment(row.at, now())
            }}</time>
            @if (row.who) {
              <span class="whole small quiet">{{ row.who }}</span>
            }
            @if (row.reason) {
              <es-message-text class="whole" [text]="row.reason" />
            }
          </li>
        }
      </ol>
    }
  `,
  styles: `
    :host:empty {
      display: none;
    }
    h3 {
      margin-bottom: 0.4rem;
      color: var(--text-2);
      font-size: 0.8571rem;
      font-weight: 500;
    }
    li {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      gap: 0 0.75rem;
      align-items: baseline;
      padding: 0.2rem 0 0.2rem 0.9rem;
      border-left: 2px solid var(--line-strong);
    }
    .whole {
      grid-column: 1 / -1;
      overflow-wrap: anywhere;
    }
  `,
})
export class FlagHistory {
  readonly flag = input.required<Flag>();
  /** Server's time, ms since 1970. */
  readonly now = input.required<number>();

  private readonly store = inject(SafetyStore);
  private readonly words = inject(Words);
  protected readonly format = inject(Format);
  protected readonly t = this.words.t;

  /** Every act gives the flag another revision. */
  private readonly asked = computed(() => ({ id: this.flag().id, revision: this.flag().revision }), {
    equal: (a, b) => a.id === b.id && a.revision === b.revision,
  });
  protected readonly read = resource({
    params: () => this.asked(),
    loader: async ({ params: { id } }): Promise<OwnActs> => ({ id, ...(await this.store.acts(id)) }),
  });
  /** Stays while it is read anew; never another flag's. */
  private readonly known = linkedSignal<{ id: string; read: OwnActs | null }, OwnActs | null>({
    source: () => ({ id: this.flag().id, read: this.read.hasValue() ? this.read.value() : null }),
    computation: ({ id, read }, before) => {
      const kept = [read, before?.value ?? null];
      return kept.find((one) => one?.id === id) ?? null;
    },
  });
  protected readonly isUnread = computed(() => this.known() === null);
  protected readonly failure = computed(() => (this.read.error() as Failure | undefined) ?? null);
  protected readonly earlierWords = computed(() => {
    const n = this.known()?.earlier ?? 0;
    return n === 0 ? null : this.words.count('safety.history.earlier', n);
  });
  protected readonly rows = computed(() =>
    (this.known()?.acts ?? []).map((one) => ({ ...one, word: this.wordOf(one), who: this.whoOf(one) })),
  );

  private wordOf({ act, outcome, by, reason }: Act): string {
    // Only who takes back the own close within seconds need not say why. To a vendor no reason is told.
    const isUndo = act === 'reopened' && by !== null && reason === null;
    return this.t(`safety.history.${isUndo ? 'undone' : act}`, {
      outcome: outcome === null ? '' : this.t(`flagOutcome.${outcome}`),
    });
  }

  /** What nobody did is said of nobody; to a vendor no name is told. */
  private whoOf({ act, by }: Act): string | null {
    if (act === 'reopened-by-finding' || act === 'raised-to-critical') return null;
    return by ?? this.t('safety.history.brand');
  }
}
