import { noticeTargetMissing } from '@earshot/data-access';
import { type AlertConfig } from '@earshot/platform/config';
import { createTransport } from 'nodemailer';

/** What a notice says of a flag that nobody has acknowledged in time. Masked text only. */
export interface Notice {
  readonly kind: 'flag-not-acknowledged';
  /** The same for every attempt, so that a receiver can tell a repetition. */
  readonly noticeId: string;
  readonly flagId: string;
  readonly brandId: string;
  readonly vendorId: string | null;
  readonly conversationId: string;
  readonly category: string;
  readonly severity: string;
  readonly receivedAt: string;
  readonly deadlineAt: string | null;
  readonly excerpt: string | null;
  readonly text: { readonly 'zh-CN': string; readonly en: string };
}

/** One way to reach a person outside the product. `send` rejects where it cannot tell that the notice arrived. */
export abstract class NoticeChannel {
  abstract readonly name: string;
  abstract send(notice: Notice): Promise<void>;
}

/** Where notices go when nothing is configured: nowhere, and it says so every time. */
export class NoNoticeChannel extends NoticeChannel {
  readonly name = 'none';

  override send(): Promise<void> {
    return Promise.reject(new Error(noticeTargetMissing));
  }
}

const timeoutMs = 10_000;

/** Posts a notice as JSON; anything but a 2xx answer within 10 s is a failure. */
export class WebhookChannel extends NoticeChannel {
  readonly name = 'webhook';

  constructor(private readonly url: string) {
    super();
  }

  override async send(notice: Notice): Promise<void> {
    const answer = await fetch(this.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': notice.noticeId },
      body: JSON.stringify(notice),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    await answer.body?.cancel();
    if (!answer.ok) throw new Error(`the webhook answered ${answer.status}`);
  }
}

/** Sends a notice by mail through an SMTP server. */
export class MailChannel extends NoticeChannel {
  readonly name = 'mail';

  constructor(private readonly target: { smtpUrl: string; from: string; to: string }) {
    super();
  }

  override async send(notice: Notice): Promise<void> {
    const { smtpUrl, from, to } = this.target;
    const transport = createTransport({
      url: smtpUrl,
      connectionTimeout: timeoutMs,
      socketTimeout: timeoutMs,
    });
    try {
      await transport.sendMail({
        from,
        to,
        messageId: `<${notice.noticeId}@earshot>`,
        subject: `[Earshot] ${notice.severity} ${notice.category}: ${notice.conversationId}`.slice(0, 200),
        text: [notice.text['zh-CN'], notice.text.en, notice.excerpt ?? ''].join('\n\n'),
      });
    } finally {
      transport.close();
    }
  }
}

/** Where the configuration has notices go: the webhook, else mail, else nowhere. */
export function noticeTargetOf({ webhookUrl, mailTo, smtpUrl }: AlertConfig): 'webhook' | 'mail' | 'none' {
  if (webhookUrl !== null) return 'webhook';
  return mailTo !== null && smtpUrl !== null ? 'mail' : 'none';
}

/** The channel to `noticeTargetOf`; where there is none, one that fails, visibly. */
export function noticeChannelOf({ webhookUrl, mailTo, smtpUrl }: AlertConfig): NoticeChannel {
  if (webhookUrl !== null) return new WebhookChannel(webhookUrl.reveal());
  if (mailTo !== null && smtpUrl !== null)
    return new MailChannel({ smtpUrl: smtpUrl.reveal(), from: mailTo, to: mailTo });
  return new NoNoticeChannel();
}
