import { type Category, type FlagState, type Role, type Severity, severities } from '@earshot/contracts';
import { begin, type Fold } from '@earshot/domain/conversation';
import { conversationKey, derivedId } from '@earshot/domain/pipeline';
import { type Queryable } from '@earshot/platform/database';

/** A row by column name. Objects are written as JSON, arrays of strings as arrays. */
type Columns = Record<string, unknown>;

/** The instant that rows are about unless told. */
export const rowsNow = new Date('2026-03-02T12:00:00.000Z');

/** What is told of a conversation; the rest is made up. */
export interface ConversationGiven {
  readonly id: string;
  readonly brandId?: string;
  readonly vendorId?: string | null;
  readonly fold?: Partial<Fold>;
  readonly columns?: Columns;
}

/** What is told of a flag; the rest is made up. */
export interface FlagGiven {
  readonly conversationId: string;
  readonly brandId?: string;
  readonly vendorId?: string | null;
  readonly category?: Category;
  readonly severity?: Severity;
  readonly state?: FlagState;
  readonly columns?: Columns;
}

/** Writes rows as the intake would, for tests of reads: each method gives the key of the row. */
export class Rows {
  private made = 0;

  constructor(private readonly database: Queryable) {}

  /** One partition for all times; the product makes one for each day or month. */
  async partitions(): Promise<void> {
    await this.database.query('create table if not exists messages_any partition of messages default');
    await this.database.query(
      'create table if not exists conversation_events_any partition of conversation_events default',
    );
  }

  async brand(brandId: string, vendorIds: readonly string[] = []): Promise<void> {
    await this.insert('brands', { brand_id: brandId, name: brandId });
    for (const vendorId of vendorIds) {
      await this.insert('vendors', { brand_id: brandId, vendor_id: vendorId, name: vendorId });
    }
  }

  async person(given: {
    name: string;
    roles: readonly Role[];
    brandIds?: string[];
    vendorIds?: string[] | null;
  }): Promise<string> {
    const [row] = await this.database.query<{ id: string }>(
      `insert into people (email, name, password_hash, roles, brand_ids, vendor_ids)
       values ($1, $2, 'none', $3, $4, $5) returning id`,
      [
        `${given.name.toLowerCase().replaceAll(' ', '.')}.${this.next()}@test`,
        given.name,
        given.roles,
        given.brandIds ?? ['b'],
        given.vendorIds ?? null,
      ],
    );
    if (row === undefined) throw new Error('the person was not written');
    return row.id;
  }

  async conversation({
    id,
    brandId = 'b',
    vendorId = 'v1',
    fold = {},
    columns = {},
  }: ConversationGiven): Promise<string> {
    const key = conversationKey(brandId, id);
    const at = rowsNow.getTime();
    const order = { at, sequence: 0, id: '', source: '' };
    await this.insert('conversations', {
      key,
      brand_id: brandId,
      conversation_id: id,
      vendor_id: vendorId,
      channel: 'chat',
      scenario: 'after-sale',
      language: 'zh-CN',
      state: 'open',
      opened_at: rowsNow,
      last_event_at: rowsNow,
      last_received_at: rowsNow,
      messages: 0,
      fold: JSON.stringify({ ...begin(order, null), ...fold }),
      version: 1,
      ...columns,
    });
    return key;
  }

  async message(given: {
    key: string;
    messageId: string;
    masked: string;
    role?: number;
    columns?: Columns;
  }): Promise<void> {
    await this.insert('messages', {
      conversation_key: given.key,
      at: rowsNow,
      sequence: this.next(),
      source: 'test',
      event_id: given.messageId,
      message_id: given.messageId,
      role: given.role ?? 0,
      masked: given.masked,
      secret: Buffer.from('sealed'),
      key_id: 'test',
      received_at: rowsNow,
      ...given.columns,
    });
  }

  async flag(given: FlagGiven): Promise<string> {
    const { conversationId, brandId = 'b', vendorId = 'v1', category = 'harassment' } = given;
    const key = conversationKey(brandId, conversationId);
    const id = derivedId('flag', key, category);
    await this.insert('flags', {
      id,
      brand_id: brandId,
      vendor_id: vendorId,
      conversation_key: key,
      conversation_id: conversationId,
      category,
      severity: severities.indexOf(given.severity ?? 'critical'),
      opened_at: rowsNow,
      received_at: rowsNow,
      detected_at: rowsNow,
      state: given.state ?? 'open',
      ...given.columns,
    });
    return asUuid(id);
  }

  /** Writes a conversation with one message in which a number is masked and a word is evidence, and its flag; gives that. */
  async evidencedFlag(conversationId: string, columns: Columns = {}): Promise<string> {
    const key = await this.conversation({ id: conversationId });
    const masked = '司机‹mobile›骚扰我';
    const spans = JSON.stringify([[2, 13, 'mobile']]);
    await this.message({ key, messageId: 'm1', masked, columns: { spans } });
    const id = await this.flag({ conversationId, columns });
    await this.finding({ flagId: id, evidence: [{ messageId: 'm1', start: 13, end: 15 }] });
    return id;
  }

  async finding(given: {
    flagId: string;
    evidence: { messageId: string; start: number; end: number }[];
    columns?: Columns;
  }): Promise<void> {
    await this.insert('findings', {
      flag_id: given.flagId,
      id: `finding-${this.next()}`,
      rule_id: 'rule',
      pack_version: '1',
      severity: 0,
      score: 1,
      reasons: JSON.stringify(['reason']),
      evidence: JSON.stringify(given.evidence),
      at: rowsNow,
      ...given.columns,
    });
  }

  /** The two decisions about a conversation, as the intake writes them. */
  async decisions(given: {
    conversationId: string;
    brandId?: string;
    vendorId?: string | null;
    kept: boolean;
    pTrigger?: string;
    columns?: Columns;
  }): Promise<void> {
    const { conversationId, brandId = 'b', vendorId = 'v1', kept, pTrigger = '0' } = given;
    const key = conversationKey(brandId, conversationId);
    for (const purpose of ['random', 'trigger'] as const) {
      await this.insert('selections', {
        id: derivedId('selection', key, purpose, 'test'),
        brand_id: brandId,
        vendor_id: vendorId,
        conversation_key: key,
        conversation_id: conversationId,
        plan_id: 'plan',
        plan_version: 1,
        period: '2026-03',
        purpose,
        kept: purpose === 'random' ? kept : kept && pTrigger !== '0',
        u: '0'.repeat(16),
        p: purpose === 'random' ? '0.1' : pTrigger,
        inclusion_probability: '0.1',
        stratum: `${vendorId ?? ''}|chat|after-sale`,
        reason: 'test',
        decided_at: rowsNow,
        ...given.columns,
      });
    }
  }

  async reviewItem(given: {
    conversationId: string;
    brandId?: string;
    vendorId?: string | null;
    priority?: number;
    columns?: Columns;
  }): Promise<string> {
    const { conversationId, brandId = 'b', vendorId = 'v1' } = given;
    const key = conversationKey(brandId, conversationId);
    const id = derivedId('review-item', key, 'plan');
    await this.insert('review_items', {
      id,
      brand_id: brandId,
      vendor_id: vendorId,
      conversation_key: key,
      conversation_id: conversationId,
      plan_id: 'plan',
      scenario: 'after-sale',
      language: 'zh-CN',
      priority: given.priority ?? 9,
      decided_at: rowsNow,
      ...given.columns,
    });
    return asUuid(id);
  }

  /** Any row: column names and values as given. */
  async insert(table: string, columns: Columns): Promise<void> {
    const names = Object.keys(columns);
    await this.database.query(
      `insert into ${table} (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
      Object.values(columns),
    );
  }

  private next(): number {
    this.made += 1;
    return this.made;
  }
}

function asUuid(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
