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
