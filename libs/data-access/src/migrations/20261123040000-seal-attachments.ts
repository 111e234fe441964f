import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a producer says of an attachment (a file's name, an address) is free text and may name a person, and nobody is
 * shown more than how many there are: the rest is encrypted. So is nothing that was stored before, hence its originals
 * are let go. A customer's own sender id, often a telephone number, is not kept beside the message either.
 */
export class SealAttachments20261123040000 implements MigrationInterface {
  readonly name = 'SealAttachments20261123040000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table messages add column attachment_count smallint not null default 0,
        add column attachments_secret bytea;
      update messages set attachment_count = jsonb_array_length(attachments) where attachments is not null;
      update messages set sender_id = null where role = 0 and sender_id is not null;
      alter table messages drop column attachments;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table messages add column attachments jsonb;
      alter table messages drop column attachment_count, drop column attachments_secret;
    `);
  }
}
