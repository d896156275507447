import type { LineText } from '../text/index.ts';
import type { LineSettings } from './settings.ts';

/**
 * The text a line sends at this point, its variables not yet filled in, or null where it is off or empty and nothing
 * goes (product §3.3–3.6). `via` is how the client is reached: ratings have words of their own in live chat, and a
 * group is never asked to rate. The consent text is not the line's to word, so it is null here.
 */
export function textOf(
  settings: LineSettings,
  what: LineText,
  via: 'live-chat' | 'buttons' | 'text' | 'group',
): string | null {
  return written(settings, what, via) || null;
}

function written(
  { autoActions, hours, rating }: LineSettings,
  what: LineText,
  via: 'live-chat' | 'buttons' | 'text' | 'group',
): string | false {
  const votes = via === 'live-chat' ? rating.liveChat : rating.others;
  const rated = rating.ask && via !== 'group';
  switch (what) {
    case 'welcome':
      return autoActions.welcome.on && autoActions.welcome.text;
    case 'outside-hours':
      return hours.outside.then === 'text' && hours.outside.text;
    case 'no-answer':
      return autoActions.unanswered.then === 'text' && autoActions.unanswered.text;
    case 'closing':
      return autoActions.finishing.then === 'text' && autoActions.finishing.text;
    case 'client-silent':
      return (
        autoActions.clientSilent.hours !== null &&
        autoActions.clientSilent.then === 'text' &&
        autoActions.clientSilent.text
      );
    case 'rate':
      return rated && votes.ask;
    case 'thanks-good':
      return rated && votes.good;
    case 'thanks-bad':
      return rated && votes.bad;
    case 'consent':
      return false;
  }
}
