export { reasonContext } from './flag-deeds';
export {
  MailChannel,
  NoNoticeChannel,
  NoticeChannel,
  noticeChannelOf,
  noticeTargetOf,
  WebhookChannel,
  type Notice,
} from './notice-channels';
export { SafetyModule, SafetyWorkerModule } from './safety.module';
