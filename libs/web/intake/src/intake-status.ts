import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { type IntakeStatus } from '@earshot/contracts';
import { SessionStore } from '@earshot/web/data-access';
import { Format, Words } from '@earshot/web/i18n';
import { Explain, Icon } from '@earshot/web/ui';
import { alarmWords } from './alarm-words';

/** Kafka's state, the partitions with their lag, the vendors' last events, and alarms. */
@Component({
  selector: 'es-intake-status',
  imports: [Explain, Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './intake-status.html',
  styleUrl: './intake-status.css',
})
export class IntakeStatusView {
  readonly status = input.required<IntakeStatus>();
  /** Server's time, ms since 1970. */
  readonly now = input.required<number>();

  private readonly session = inject(SessionStore);
  private readonly words = inject(Words);
  protected readonly format = inject(Format);
  protected readonly t = this.words.t;

  protected readonly alarms = computed(() =>
    this.status().alarms.map((alarm) => ({
      ...alarm,
      word: this.words.of(`intake.alarmCodes.${alarm.code}`, alarm.code),
      text: alarmWords(this.words, alarm),
      // A thing to be set, not one that is broken.
      isHint: alarm.code === 'notification-unconfigured',
    })),
  );
  protected readonly kafka = computed(() => {
    const { state, detail } = this.status().kafka;
    const isWell = state === 'consuming' || state === 'not-configured' || state === 'connecting';
    return { word: this.t(`intake.kafkaState.${state}`), detail: this.said(detail), isWell };
  });
  protected readonly partitions = computed(() =>
    this.status().partitions.map((one) => ({
      ...one,
      key: `${one.topic} ${one.partition}`,
      // That the broker is away is said above, once.
      detail: one.state === 'waiting' ? null : this.said(one.detail),
      word: this.t(`intake.partitionState.${one.state}`),
      isWell: one.state === 'consuming' || one.state === 'waiting' || one.state === 'unassigned',
    })),
  );
  protected readonly vendors = computed(() =>
    this.status().vendors.map((one) => ({
      ...one,
      key: one.vendorId ?? '',
      name: one.vendorId === null ? this.t('vendorNone') : this.session.vendorName(one.vendorId),
    })),
  );

  /** The server's own words, in its language, told as such. */
  private said(detail: string | null): string | null {
    return detail === null ? null : this.t('intake.serverSays', { detail });
  }
}
