const LONGEST = 160;

const announcements: readonly RegExp[] = [
  /正在(为您|给您|帮您|替您)?(转接|转入|接入|接通|连接|排队|分配|呼叫)/,
  /(为您|给您|帮您|替您)(转接|转入|接入|接通|转)(到)?(人工|在线|专属|专员|客服|坐席|相关)?/,
  /(即将|马上|稍后|立即|现在)(为您)?(转接|转入|接入|接通)/,
  /(转接|接入|转)(至|到)?(人工|坐席|专员).{0,4}(中|请稍|，|。|,|$)/,
  /(前面|前方|当前)(还)?有?\s*\d+\s*(位|人).{0,6}(排队|等待|等候)/,
  /\b(transferring|connecting|forwarding|handing) (you|this chat|your (chat|call|request))\b/i,
  /\b(i('ll| will)|let me|we('ll| will)|please (wait|hold) while (i|we)) (now )?(transfer|connect|put) (you|your|this)\b/i,
  /\byou('re| are) (now )?(number|no\.?|#) ?\d+ in (the )?(queue|line)\b/i,
  /\b(an|a human|the next available) (agent|representative|specialist|colleague) will (be with|join|assist) you\b/i,
];

/**
 * Whether a bot's message only announces that a human will come ("正在为您转接人工客服", "Transferring you to an
 * agent"). Such a message answers nothing, so it never restarts the clock of the first response.
 */
export function isAnnouncement(text: string): boolean {
  return text.length <= LONGEST && announcements.some((pattern) => pattern.test(text));
}

/** Longer ones say something, however polite. */
const LONGEST_COURTESY = 60;

const courtesies =
  /(您好|你好|亲爱的|亲|好的?|嗯+|哦+|是的|收到|在的?|了解|明白|(非常|十分|实在|真的)?(抱歉|对不起|不好意思)|给您(带来|添)(的)?(不便|麻烦)了?|(非常|十分|衷心)?(感谢|谢谢)(您|你)?(的)?(耐心等待|理解|支持|配合|反馈|来电|耐心|等待|信任|谅解|体谅)?((与|和|及)(理解|支持|配合))?|不客气|不用谢|应该的|很高兴为您服务|理解您的心情|(请)?(您|你)?(稍等|稍候|稍后|耐心等待|等一下|别着急|不要着急|放心)(一下|片刻)?|祝您(生活|工作)?(愉快|顺利|平安)|(请问)?还有(什么|其他)?(可以|需要)?(帮助您|帮到您|帮您|帮)(的)?(吗)?|再见|拜拜|\b(hi|hello|dear|ok(ay)?|sure|yes|noted|thank you( (so|very) much)?|thanks?|(for )?your (patience|understanding|time)|you('re| are) welcome|(i('m| am)|we('re| are)) (so |very |really )?sorry( (for|about) (the|any) (inconvenience|delay|trouble))?|(one|a) moment( please)?|please (wait|hold)( a moment)?|(is there )?anything else( (i|we) can (do|help)( you)?( with)?)?|have a (nice|good|great) (day|one)|bye)\b|[^\p{L}\p{N}])/iuy;

/**
 * Whether an agent's message is only polite ("感谢您的理解", "Thank you for your patience."): greets, thanks, is sorry,
 * asks to wait. Such a message does nothing that was promised.
 */
export function isCourtesy(text: string): boolean {
  if (text.length > LONGEST_COURTESY) return false;
  // One courtesy after another from the beginning: most replies say something after the first.
  courtesies.lastIndex = 0;
  while (courtesies.lastIndex < text.length) if (!courtesies.test(text)) return false;
  return true;
}
