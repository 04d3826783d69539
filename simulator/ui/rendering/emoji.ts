const EMOJI: Record<string, string> = {
  arrow_right: '➡️',
  bell: '🔔',
  bulb: '💡',
  calendar: '📅',
  eyes: '👀',
  gear: '⚙️',
  grey_question: '❔',
  hourglass_flowing_sand: '⏳',
  information_source: 'ℹ️',
  key: '🔑',
  large_blue_circle: '🔵',
  large_green_circle: '🟢',
  large_orange_circle: '🟠',
  large_yellow_circle: '🟡',
  link: '🔗',
  lock: '🔒',
  mag: '🔍',
  no_entry: '⛔',
  no_entry_sign: '🚫',
  question: '❓',
  red_circle: '🔴',
  robot_face: '🤖',
  rotating_light: '🚨',
  shield: '🛡️',
  tada: '🎉',
  unlock: '🔓',
  warning: '⚠️',
  wave: '👋',
  white_check_mark: '✅',
  white_circle: '⚪',
  x: '❌',
  zzz: '💤',
};

/** The handful that apps use most; others stay as they are written. */
export const emojiOf = (name: string): string | undefined =>
  Object.hasOwn(EMOJI, name) ? EMOJI[name] : undefined;

export const replaceEmoji = (text: string): string =>
  text.replace(/:([a-z0-9_+-]+):/g, (written, name: string) => emojiOf(name) ?? written);
