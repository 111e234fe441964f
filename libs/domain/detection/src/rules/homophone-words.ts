/**
 * Ordinary words that sound like a term of our packs (遗书, 艺术) and are therefore never taken for its disguise.
 * Source: the words of the dictionary of segmentit (MIT) among the homophones of those terms.
 */
export const HOMOPHONE_WORDS =
  '一束 一熟 三位 三维 亦舒 佯言 养眼 养颜 凶兆 医书 医术 墙报 头盔 委琐 密件 废立 弥坚 ' +
  '威胁 为些 未歇 姓秦 空盒 空盘 强健 强碱 强间 微缩 忆述 把我 把握 抢建 抱窝 昏花 昏话 洋烟 浑话 滋味 片子 畏缩 空暇 ' +
  '肥力 自卫 艺术 萎缩 萎谢 落体 蜜饯 译述 费力 赤道 过招 迟到 遗属 飞离';
