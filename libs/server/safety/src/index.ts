export { reasonContext } from './flag-deeds';
export {
  MailChannel,
  NoNoticeChannel,
  NoticeChannel,
  noticeChannelOf,
  WebhookChannel,
  type Notice,
} from './notice-channels';
export { SafetyModule, SafetyWorkerModule } from './safety.module';
