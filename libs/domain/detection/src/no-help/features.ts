/** What is known when a reply is judged: itself, and the customer's text that it answers. */
export interface Reply {
  text: string;
  customerText: string;
}

/** One feature of a reply: its name as shown in reasons, and its value (0 or more, about 1 where it is present). */
export interface Feature {
  name: string;
  value: number;
}

/** Wordings by what they do, Chinese and English; each is one feature: whether it occurs. */
const CUES: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['greets', /您好|你好|亲[，,~ ]|\bhi\b|hello|good (morning|afternoon|evening)|\bdear\b/i],
  ['thanks', /谢谢|感谢|多谢|thank|appreciate/i],
  ['apologises', /抱歉|对不起|不好意思|歉意|致歉|sorry|apolog/i],
  ['understands', /理解|体谅|心情|understand|sympath/i],
  [
    'wishes',
    /祝您|祝你|愉快|开心|晚安|早安|生活|周末|happy|have a (nice|good|great)|wish you|enjoy|weekend/i,
  ],
  ['welcomes', /不客气|欢迎|应该的|welcome|pleasure/i],
  [
    'promises',
    /尽快|稍后|马上|会尽|及时|尽力|努力|加急|as soon as|shortly|right away|try our best|do our best|soon/i,
  ],
  [
    'passes on',
    /反馈|转告|转达|上报|记录|反映|提交|转给|forward|feed ?back|pass(ed)? (it|this|on)|report(ed)? (it|this|to)|record/i,
  ],
  ['asks to wait', /耐心|等待|稍等|等候|请等|wait|patien/i],
  [
    'asks for a private message',
    /私信|私聊|关注我|加关注|direct message|private(ly)? (message|letter)|\bdm\b|inbox|follow us/i,
  ],
  [
    'asks a question',
    /[?？]|请问|吗|哪|什么时候|是否|有没有|\b(what|which|when|where|could you|can you|may i|do you|did you|is it|are you)\b/i,
  ],
  [
    'asks for details',
    /提供|告知|号码|联系方式|姓名|订单号|provide|tell (me|us)|phone number|contact (number|information)|name and|order number/i,
  ],
  [
    'gives steps',
    /点击|打开|设置|重启|进入|选择|输入|登录|下载|卸载|升级|尝试|试试|长按|关闭|操作|步骤|click|open|settings?|restart|reboot|enter|select|install|update|download|log ?in|try (to|again|it)/i,
  ],
  [
    'gives a place',
    /营业厅|地址|门店|官网|网站|网址|https?:|www\.|页面|客户端|\.com|business hall|store|website|link|page|address|\bapp\b/i,
  ],
  ['gives a number to call', /拨打|致电|热线|电话咨询|1\d{4}(?!\d)|400|dial|call (us|1|the|our)|hotline/i],
  [
    'gives figures',
    /\d+(元|块|m|g|兆|%|天|小时|分钟|个工作日|月|日|号|点|折)|\d+ ?(yuan|rmb|mb|gb|%|days?|hours?|minutes?)/i,
  ],
  [
    'says what was done',
    /已(经)?(为您|给您|帮您|处理|退|恢复|解决|安排|联系|开通|取消|修复|修改|发)|has been|have been|i have|we have (already )?(solved|refunded|sent|fixed|contacted|arranged)/i,
  ],
  [
    'explains',
    /因为|由于|原因|是指|目前|如果|需要|可以|只要|根据|规定|包含|属于|because|due to|the reason|means|currently|if you|you need|you can|according/i,
  ],
  ['advises', /建议|您可|最好|不妨|推荐|suggest|recommend|advise|you (may|might|could)/i],
  [
    'says no',
    /不能|无法|没有|不支持|暂不|暂时|未|cannot|can not|can't|unable|not (support|available|possible)|no longer/i,
  ],
  ['says yes', /可以的|是的|支持|能够|没问题|yes|sure|of course|no problem/i],
  ['says it works', /解决了|好了|恢复正常|成功|正常|solved|fixed|works|normal|success/i],
  ['a link or mention', /https?:|@/i],
  ['a smile', /\[[^\]]{1,6}\]|[😀-🙏]|\^_\^|:\)|~|～|哦|呢|哈|啦|呀/u],
  ['watches over', /关注|跟进|核实|查询|查证|调查|了解|落实|follow up|check|verify|look into|investigat/i],
  ['improves', /改进|改善|优化|提升|努力|监督|意见|improve|optimi|better service|suggestion/i],
  ['supports', /支持|一如既往|support(ing)? us|your support|continu/i],
];

const BETWEEN = /[\s\p{P}\p{S}]+/u;

/**
 * Gives the features of a reply, in a fixed order. Lengths are logarithms of characters (English counted at a third);
 * the last ones compare it with what was asked.
 */
export function featuresOf({ text, customerText }: Reply): Feature[] {
  const plain = text.replace(/@\S+/g, '@');
  const size = weightOf(plain);
  const asked = piecesOf(customerText);
  const answered = piecesOf(plain);
  let shared = 0;
  for (const piece of answered) if (asked.has(piece)) shared++;
  const cues = CUES.map(([name, pattern]) => ({ name, value: pattern.test(plain) ? 1 : 0 }));
  const present = new Map(cues.map(({ name, value }) => [name, value]));
  const helps = [
    'gives steps',
    'gives a place',
    'gives a number to call',
    'gives figures',
    'says what was done',
    'explains',
    'advises',
  ];
  const helping = helps.reduce((sum, name) => sum + (present.get(name) ?? 0), 0);
  return [
    { name: 'length', value: Math.log1p(size) / 4 },
    { name: 'length, squared', value: (Math.log1p(size) / 4) ** 2 },
    ...cues,
    { name: 'kinds of help', value: Math.log1p(helping) },
    { name: 'no kind of help', value: helping === 0 ? 1 : 0 },
    { name: 'only a question', value: helping === 0 && (present.get('asks a question') ?? 0) > 0 ? 1 : 0 },
    { name: 'clauses', value: Math.log1p(plain.split(/[,，。.!！?？;；~]+/).filter(Boolean).length) },
    {
      name: 'touches the question',
      value: answered.size === 0 ? 0 : Math.min(1, (4 * shared) / answered.size),
    },
    { name: 'words of the question', value: Math.log1p(shared) / 3 },
    { name: 'length of the question', value: Math.log1p(weightOf(customerText)) / 4 },
    {
      name: 'the customer asks',
      value: /[?？]|怎么|吗|为什么|什么|how|why|what|when/i.test(customerText) ? 1 : 0,
    },
    {
      name: 'the customer thanks',
      value: /谢谢|感谢|好的|收到|thank|thanks|ok\b/i.test(customerText) ? 1 : 0,
    },
  ];
}

/** Characters of a text, a Latin letter counted as a third: an English word is about as long as a Chinese one. */
function weightOf(text: string): number {
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum += text.charCodeAt(i) < 0x250 ? 1 / 3 : 1;
  return sum;
}

/** Pairs of Chinese characters and words of other scripts (four letters or more). */
function piecesOf(text: string): Set<string> {
  const pieces = new Set<string>();
  for (const word of text.toLowerCase().split(BETWEEN)) {
    if (/^[a-z0-9']+$/.test(word)) {
      if (word.length >= 4) pieces.add(word);
    } else for (let i = 0; i + 2 <= word.length; i++) pieces.add(word.slice(i, i + 2));
  }
  return pieces;
}
