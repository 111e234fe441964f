import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  resource,
  signal,
} from '@angular/core';
import { Router } from '@angular/router';
import { type Flag, type Severity, categories, noFlags, severities } from '@earshot/contracts';
import {
  ConversationStore,
  type FlagGroup,
  LaneCatchUp,
  SafetyStore,
  ServerClock,
  SessionStore,
  groupFlags,
  leastShown,
} from '@earshot/web/data-access';
import { Format, type WordKey, Words } from '@earshot/web/i18n';
import {
  Alarm,
  AsOf,
  EmptyState,
  FailureNote,
  Icon,
  KeyMap,
  Notices,
  Skeleton,
  VendorSelect,
  isReadSince,
  staleness,
} from '@earshot/web/ui';
import { CloseFlag } from './close-flag';
import { FlagActs, mayActOnFlags } from './flag-acts';
import { fits, settledIds } from './flag-filter';
import { FlagPanel, hasConversation } from './flag-panel';
import { FlagRow } from './flag-row';
import { FlagTranscript } from './flag-transcript';
import { type Lane, endedCounts, laneCut, openCounts } from './lane-counts';
import { type LanePart, openParts } from './lane-parts';
import { saysNobodyLooks } from './nobody-looks';
import { ReopenFlag } from './reopen-flag';
import { VendorStrip } from './vendor-strip';

const shows = ['open', 'closed', 'withdrawn'] as const;

/** The safety desk: one lane, the transcript with its evidence, and what to do. */
@Component({
  selector: 'es-safety-page',
  imports: [
    AsOf,
    CloseFlag,
    EmptyState,
    FailureNote,
    FlagPanel,
    FlagRow,
    FlagTranscript,
    Icon,
    ReopenFlag,
    Skeleton,
    VendorSelect,
    VendorStrip,
  ],
  providers: [ConversationStore],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './safety-page.html',
  styleUrl: './safety-page.css',
})
export class SafetyPage {
  /** Query parameters: the chosen flag and what the lane is narrowed to. */
  readonly flag = input<string>();
  readonly severity = input<string>();
  readonly category = input<string>();
  readonly vendorId = input<string>();
  readonly state = input<string>();

  protected readonly store = inject(SafetyStore);
  protected readonly session = inject(SessionStore);
  protected readonly alarm = inject(Alarm);
  protected readonly catchUp = inject(LaneCatchUp);
  private readonly clock = inject(ServerClock);
  private readonly router = inject(Router);
  private readonly acts = inject(FlagActs);
  private readonly words = inject(Words);
  private readonly notices = inject(Notices);
  protected readonly format = inject(Format);
  /** Whether notices have nowhere to go: then this page is all there is. */
  protected readonly lacksTarget = computed(() => this.store.data()?.noticeTarget === 'none');
  protected readonly t = this.words.t;
  protected readonly now = this.clock.now;

  /** The flags that the dialog closes, as they were when it was opened; null while it is shut. */
  protected readonly closing = signal<readonly Flag[] | null>(null);
  /** The flags that the dialog opens again; null while it is shut. */
  protected readonly reopening = signal<readonly Flag[] | null>(null);
  protected readonly isHeld = signal(false);
  protected readonly show = computed(() => shows.find((one) => one === this.state()) ?? 'open');
  protected readonly showOptions = shows.map((id) => ({ id, label: `safety.show.${id}` as WordKey }));
  protected readonly categoryOptions = categories.map((id) => ({ id, label: `category.${id}` as WordKey }));
  protected readonly filter = computed(() => ({
    severity: severities.find((one) => one === this.severity()) ?? null,
    category: this.category() ?? null,
    vendorId: this.vendorId() ?? null,
  }));
  protected readonly isFiltered = computed(() =>
    Object.values(this.filter()).some((value) => value !== null),
  );

  protected readonly isStale = computed(
    () => staleness(this.store.data()?.asOf ?? null, this.now(), this.store.stale()) !== null,
  );
  /** Old, and not read in another way since. */
  protected readonly isOld = computed(() => {
    const asOf = this.store.data()?.asOf ?? null;
    if (!this.isStale()) return false;
    const isKeptUp = asOf !== null && this.now() - Date.parse(asOf) <= LaneCatchUp.oldAfterMs;
    return !(isKeptUp && isReadSince(asOf, this.store.stale()));
  });
  /** Nobody is called silent for a time of which nothing is known. */
  protected readonly heardUntil = computed(() => {
    const asOf = this.store.data()?.asOf;
    return this.isStale() && asOf !== undefined ? Date.parse(asOf) : this.now();
  });
  protected readonly hasUnknownVendor = computed(
    () =>
      this.session.who()?.unknownVendor === true ||
      (this.store.data()?.vendors.some(({ vendorId }) => vendorId === null) ?? false),
  );
  /** Says that the alarm rings for what is not listed, where the list could not be read again. */
  protected readonly missingWords = computed(() => {
    const missing = this.catchUp.missing();
    if (this.show() !== 'open' || missing === 0 || this.catchUp.failure() === null) return null;
    return this.words.count('safety.missing', missing);
  });
  protected readonly endedFailure = computed(() =>
    this.show() === 'open' ? null : this.store.endedFailure(),
  );

  private readonly settled = linkedSignal<{ flags: readonly Flag[]; isHeld: boolean }, ReadonlySet<string>>({
    source: () => ({ flags: this.store.lane(), isHeld: this.isHeld() }),
    computation: ({ flags, isHeld }, before) => settledIds(flags, isHeld, before?.value),
  });
  /** Conversations that have a flag within the filter, each with all its flags; of what has ended flag by flag. */
  private readonly candidates = computed<FlagGroup[]>(() =>
    this.show() === 'open'
      ? this.groupsOf(this.store.lane())
      : this.store.ended().map((flag) => ({ key: flag.id, flags: [flag], head: flag, lead: flag })),
  );
  protected readonly rows = computed<FlagGroup[]>(() =>
    this.show() === 'open'
      ? this.groupsOf(this.store.lane().filter(({ id }) => this.settled().has(id)))
      : this.candidates(),
  );
  protected readonly parts = computed<LanePart[]>(() =>
    this.show() === 'open'
      ? openParts(this.rows(), this.words)
      : [{ id: 'ended', heading: null, rows: this.rows() }],
  );
  /** Flags that wait to be let in under the pointer. */
  protected readonly heldBack = computed(() => flagsIn(this.candidates()) - flagsIn(this.rows()));
  protected readonly heldBackWords = computed(() => this.words.count('common.fresh', this.heldBack()));
  private readonly lane = computed<Lane>(() => ({
    flags: this.store.lane(),
    beyond: this.store.data()?.beyond ?? noFlags,
  }));
  protected readonly counts = computed(() =>
    this.show() === 'open'
      ? openCounts(this.lane(), this.filter())
      : endedCounts(this.store.endedCounts() ?? noFlags),
  );
  protected readonly conversationsWords = computed(() => {
    const { conversations, grave } = this.counts();
    return conversations === null || conversations === grave
      ? null
      : this.words.count('safety.counts.inConversations', conversations);
  });
  /** Says how many there are where the lane has no room for all that is asked for. */
  protected readonly cutWords = computed(() => {
    const cut = laneCut(this.lane(), this.filter());
    if (cut === null) return null;
    const [held, total] = [this.format.count(cut.held), this.format.count(cut.total)];
    if (cut.listed === null) return this.t('safety.laneCutPerhaps', { held, total });
    const listed = { n: this.format.count(cut.listed.n), total: this.format.count(cut.listed.total) };
    return this.t('safety.laneCut', { ...listed, held });
  });
  protected readonly officers = computed(() => this.store.data()?.officersLooking ?? null);
  /** From anew whenever the connection comes back: it is then that the server counts an officer. */
  private readonly liveSince = linkedSignal<boolean, number>({
    source: () => this.store.data() !== null && this.store.stale() === null,
    computation: () => this.clock.instant(),
  });
  protected readonly saysNobody = computed(() =>
    saysNobodyLooks(this.officers(), {
      isBrand: this.session.isBrand(),
      isOfficer: this.session.has('safety'),
      liveForMs: this.store.stale() === null ? this.now() - this.liveSince() : 0,
    }),
  );
  protected readonly soundWords = computed(() => {
    if (this.alarm.muted()) return this.t('safety.sound.off');
    return this.alarm.blocked() ? this.t('safety.sound.blocked') : this.t('safety.sound.on');
  });
  protected readonly officersWords = computed(() => this.words.count('safety.looking', this.officers() ?? 0));

  private readonly elsewhere = resource({
    params: () => {
      const id = this.flag();
      if (id === undefined || this.store.data() === null) return undefined;
      return this.inHand(id) ? undefined : id;
    },
    loader: ({ params }) => this.store.find(params),
  });
  protected readonly chosen = computed<Flag | null>(() => {
    const id = this.flag();
    if (id === undefined) return null;
    const found = this.elsewhere.hasValue() ? this.elsewhere.value() : null;
    return this.inHand(id) ?? (found?.id === id ? found : null);
  });
  /** The flags of the chosen one's conversation that are still to be dealt with, itself among them. */
  protected readonly group = computed<readonly Flag[]>(() => {
    const flag = this.chosen();
    return flag === null ? [] : this.store.siblings(flag);
  });
  private readonly chosenKey = computed(() => {
    const id = this.flag();
    return this.rows().find(({ flags }) => flags.some((one) => one.id === id))?.key ?? null;
  });
  protected readonly isGone = computed(
    () => this.flag() !== undefined && this.chosen() === null && this.elsewhere.status() === 'resolved',
  );

  constructor() {
    const destroyed = inject(DestroyRef);
    destroyed.onDestroy(this.store.watch());
    destroyed.onDestroy(this.catchUp.watch());
    effect(() => this.loadEnded());
    effect(() => {
      // An officer who opens the desk looks at the first flag that needs somebody at once.
      const first = this.rows()[0];
      if (this.flag() === undefined && first) this.choose(first.lead);
    });
    this.bindKeys();
  }

  protected choose(flag: Flag): void {
    this.address({ flag: flag.id });
  }

  protected narrow(name: 'severity' | 'category' | 'state', event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    this.address({ [name]: value === '' ? null : value });
  }

  /** Shows this severity, or again what is shown unless asked otherwise. */
  protected narrowTo(severity: Severity | null): void {
    this.address({ severity: this.filter().severity === severity ? null : severity });
  }

  protected loadEnded(more: 'first' | 'next' = 'first'): void {
    const state = this.show();
    if (state !== 'open') void this.store.loadEnded({ state, ...this.filter() }, more);
  }

  protected isChosen(row: FlagGroup): boolean {
    return row.key === this.chosenKey();
  }

  /** Opens the dialog for the flags of the chosen one's conversation. */
  protected askClose(): void {
    const flags = this.group().filter(({ state }) => state === 'open' || state === 'acknowledged');
    if (flags.length > 0 && mayActOnFlags(this.session)) this.closing.set(flags);
  }

  /** Lets in what was held back while the pointer was over the lane. */
  protected takeIn(): void {
    this.settled.set(new Set(this.store.lane().map((one) => one.id)));
  }

  /** Shows what changed while its close was written; the dialog stays, with its words. */
  protected closeAgain(flags: readonly Flag[]): void {
    const [first] = flags;
    if (first) this.choose(first);
    this.closing.set(flags);
  }

  private groupsOf(flags: readonly Flag[]): FlagGroup[] {
    const filter = this.filter();
    return groupFlags(flags, filter.severity ?? leastShown).filter((group) =>
      group.flags.some((one) => fits(one, filter)),
    );
  }

  private inHand(id: string): Flag | undefined {
    return (
      this.store.data()?.flags.find((one) => one.id === id) ?? this.store.ended().find((one) => one.id === id)
    );
  }

  protected address(queryParams: Record<string, string | null>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }

  private move(by: 1 | -1): void {
    const rows = this.rows();
    const at = rows.findIndex((row) => this.isChosen(row));
    const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))];
    if (next) this.choose(next.lead);
  }

  /** Shows the next flag of the same conversation, from the last one the first again. */
  private nextSibling(): void {
    const flags = this.group();
    const next = flags[(flags.findIndex(({ id }) => id === this.flag()) + 1) % flags.length];
    if (next) this.choose(next);
  }

  private bindKeys(): void {
    inject(KeyMap).bind({
      place: 'here',
      bindings: [
        { keys: ['j', 'arrowdown'], label: 'safety.keys.next', act: () => this.move(1), repeats: true },
        { keys: ['k', 'arrowup'], label: 'safety.keys.previous', act: () => this.move(-1), repeats: true },
        {
          keys: ['a'],
          label: 'safety.keys.acknowledge',
          act: () => this.acknowledge(),
        },
        { keys: ['c'], label: 'safety.keys.close', act: () => this.askClose() },
        { keys: ['n'], label: 'safety.keys.sibling', act: () => this.nextSibling() },
        { keys: ['u'], label: 'safety.keys.undo', act: () => void this.notices.undoLast() },
        { keys: ['m'], label: 'safety.keys.mute', act: () => this.alarm.toggle() },
        { keys: ['o'], label: 'safety.keys.conversation', act: () => this.openConversation() },
      ],
    });
  }

  private acknowledge(): void {
    if (mayActOnFlags(this.session)) void this.acts.acknowledge(this.group());
  }

  private openConversation(): void {
    const flag = this.chosen();
    if (!flag || !hasConversation(flag) || !this.session.may('conversations')) return;
    void this.router.navigate(['/conversations', flag.conversationId], {
      queryParams: { brandId: flag.brandId },
    });
  }
}

function flagsIn(groups: readonly FlagGroup[]): number {
  return groups.reduce((sum, { flags }) => sum + flags.length, 0);
}
